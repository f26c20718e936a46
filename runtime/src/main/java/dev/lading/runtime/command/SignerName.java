package dev.lading.runtime.command;

import java.util.regex.Pattern;

/** What signers may be called: docker's rule. */
final class SignerName {
  static final String RULE =
      "A signer's name has lower-case letters, digits, - and _, begins with one of the first two,"
          + " and is not releases, which is what all signers sign.";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");

  private SignerName() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.equals("releases");
  }
}
