package dev.lading.trust.canonical;

/**
 * The form in which notary writes a canonical encoding into a file: Go's HTML-safe one, in which
 * five characters are escaped. Readers decode first, so signatures do not notice; hashes of files
 * do.
 */
public final class FileJson {
  private FileJson() {}

  /** Text rather than bytes, to be put into an envelope. */
  public static String text(Json value) {
    String canonical = CanonicalJson.text(value);
    StringBuilder out = new StringBuilder(canonical.length());
    for (int i = 0; i < canonical.length(); i++) {
      char c = canonical.charAt(i);
      if (isEscaped(c)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /**
   * DEVIATION: notary leaves control characters as they are, and such a file is not JSON any more;
   * escaped, it is, and its signature is the same.
   */
  private static boolean isEscaped(char c) {
    return c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029' || c < ' ';
  }
}
