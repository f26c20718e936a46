package dev.lading.content;

import java.util.List;

/**
 * Which repositories a rule is about, be it one of access or one of trust. A pattern without stars
 * is the name of one repository.
 *
 * <table>
 * <caption>What stars stand for</caption>
 * <tr><th>pattern</th><th>covers</th><th>does not cover</th></tr>
 * <tr><td>{@code **}</td><td>every repository</td><td></td></tr>
 * <tr><td>{@code public/**}</td><td>{@code public/a}, {@code public/a/b}</td><td>{@code public},
 *     {@code publicity/a}</td></tr>
 * <tr><td>{@code **}{@code /public}</td><td>{@code public}, {@code a/b/public}</td><td>{@code
 *     public/a}</td></tr>
 * <tr><td>{@code a/**}{@code /b}</td><td>{@code a/b}, {@code a/x/y/b}</td><td>{@code a}</td></tr>
 * <tr><td>{@code *}{@code /public}</td><td>{@code a/public}</td><td>{@code public}, {@code
 *     a/b/public}</td></tr>
 * <tr><td>{@code team-*}</td><td>{@code team-a}</td><td>{@code team-a/b}</td></tr>
 * </table>
 *
 * So {@code *} stands for any characters within one component, none included, and {@code **} is a
 * whole component that stands for any number of them; at the end, for at least one. It is what a
 * {@code .gitignore} means by them.
 *
 * <p>Matching allocates nothing and takes at most as many steps as name and pattern have
 * characters, multiplied. Immutable.
 */
public final class RepositoryPattern {
  private static final int LONGEST = 255;
  private static final String ANY = "**";

  private final String text;
  private final List<String> components;

  private RepositoryPattern(String text) {
    this.text = text;
    this.components = List.of(text.split("/", -1));
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException when no repository could ever have such a name; the message
   *     goes on after the text
   */
  public static RepositoryPattern parse(String text) {
    var pattern = new RepositoryPattern(text);
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("is too long; a name has at most 255 characters");
    }
    if (text.contains("**/**")) {
      throw new IllegalArgumentException("has ** twice in a row; write it once");
    }
    for (String component : pattern.components) {
      requirePossible(component);
    }
    return pattern;
  }

  public boolean covers(RepositoryName repository) {
    String name = repository.name();
    int part = 0;
    int afterAny = -1; // the component after the last ** met, and from where on it was tried
    int tried = 0;
    for (int at = 0; at <= name.length(); ) {
      int end = endOfComponent(name, at);
      if (part < components.size() && components.get(part).equals(ANY)) {
        part++;
        afterAny = part;
        tried = at;
        if (part == components.size()) {
          return true;
        }
      } else if (part < components.size() && covers(components.get(part), name, at, end)) {
        part++;
        at = end + 1;
      } else if (afterAny >= 0) {
        part = afterAny;
        tried = endOfComponent(name, tried) + 1;
        at = tried;
      } else {
        return false;
      }
    }
    return part == components.size();
  }

  /** As it is written. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RepositoryPattern pattern && text.equals(pattern.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  private static int endOfComponent(String name, int from) {
    int slash = name.indexOf('/', from);
    return slash < 0 ? name.length() : slash;
  }

  /** Whether the glob covers {@code name[from, to)}; only its last star is ever tried again. */
  private static boolean covers(String glob, String name, int from, int to) {
    int g = 0;
    int afterStar = -1;
    int tried = from;
    for (int at = from; at < to; ) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        g++;
        afterStar = g;
        tried = at;
      } else if (g < glob.length() && glob.charAt(g) == name.charAt(at)) {
        g++;
        at++;
      } else if (afterStar >= 0) {
        g = afterStar;
        tried++;
        at = tried;
      } else {
        return false;
      }
    }
    return isStars(glob, g);
  }

  private static boolean isStars(String glob, int from) {
    for (int i = from; i < glob.length(); i++) {
      if (glob.charAt(i) != '*') {
        return false;
      }
    }
    return true;
  }

  private static void requirePossible(String component) {
    if (component.contains(ANY) && !component.equals(ANY)) {
      throw new IllegalArgumentException("has ** beside other characters; put a / between them");
    }
    if (!component.chars().allMatch(RepositoryPattern::isPossible) || component.isEmpty()) {
      throw new IllegalArgumentException(
          "is no pattern of repository names; write for example team-a/** or */public");
    }
  }

  private static boolean isPossible(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "._-*".indexOf(c) >= 0;
  }
}
