package dev.lading.auth.oidc;

import dev.lading.auth.jose.ClaimSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a name is made of claims: {@code ci:{repository}} has that claim's text filled in, and a text
 * without braces is itself the name of a claim.
 */
public final class NameTemplate {
  private final String text;
  private final List<Part> parts;

  private sealed interface Part {}

  private record Literal(String text) implements Part {}

  private record Claim(String name) implements Part {}

  private NameTemplate(String text, List<Part> parts) {
    this.text = text;
    this.parts = List.copyOf(parts);
  }

  /**
   * @throws IllegalArgumentException when braces do not match, or name no claim
   */
  public static NameTemplate parse(String text) {
    if (text.indexOf('{') < 0 && text.indexOf('}') < 0) {
      return new NameTemplate(text, List.of(claim(text)));
    }
    List<Part> parts = new ArrayList<>();
    int at = 0;
    for (int open; (open = text.indexOf('{', at)) >= 0; ) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("a brace is not closed: " + text);
      }
      parts.add(literal(text.substring(at, open)));
      parts.add(claim(text.substring(open + 1, close)));
      at = close + 1;
    }
    parts.add(literal(text.substring(at)));
    return new NameTemplate(text, parts);
  }

  /** As it was configured. */
  public String text() {
    return text;
  }

  /** A claim that is asked for and not there. */
  Optional<String> missing(ClaimSet claims) {
    for (Part part : parts) {
      if (part instanceof Claim(String name) && claims.text(name).isEmpty()) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  String fill(ClaimSet claims) {
    StringBuilder filled = new StringBuilder();
    for (Part part : parts) {
      filled.append(
          switch (part) {
            case Literal literal -> literal.text();
            case Claim claim -> claims.text(claim.name()).orElseThrow();
          });
    }
    return filled.toString();
  }

  @Override
  public String toString() {
    return text;
  }

  private static Part literal(String text) {
    if (text.indexOf('}') >= 0) {
      throw new IllegalArgumentException("a brace is not opened: " + text);
    }
    return new Literal(text);
  }

  private static Part claim(String name) {
    if (name.isEmpty() || name.indexOf('{') >= 0) {
      throw new IllegalArgumentException("braces hold the name of a claim: '" + name + "'");
    }
    return new Claim(name);
  }
}
