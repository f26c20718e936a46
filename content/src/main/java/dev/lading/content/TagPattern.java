package dev.lading.content;

import java.util.regex.Pattern;

/** Which tags a rule is about: {@code *} stands for any characters, everything else for itself. */
public record TagPattern(String text) {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_.*-]+");
  private static final int LONGEST = 128;

  /**
   * @throws IllegalArgumentException when no tag could ever be covered; the message goes on after
   *     the text
   */
  public TagPattern {
    if (!FORM.matcher(text).matches() || text.length() > LONGEST) {
      throw new IllegalArgumentException("is no tag with * for any characters");
    }
  }

  public boolean covers(Tag tag) {
    String name = tag.name();
    int at = 0;
    int inText = 0;
    int star = -1;
    int afterStar = 0;
    while (at < name.length()) {
      if (inText < text.length() && text.charAt(inText) == '*') {
        star = inText;
        inText++;
        afterStar = at;
      } else if (inText < text.length() && text.charAt(inText) == name.charAt(at)) {
        inText++;
        at++;
      } else if (star >= 0) {
        afterStar++;
        at = afterStar;
        inText = star + 1;
      } else {
        return false;
      }
    }
    return text.chars().skip(inText).allMatch(each -> each == '*');
  }
}
