package dev.lading.runtime.registry.login;

/** {@code WWW-Authenticate} is against its grammar. */
final class MalformedChallenge extends RuntimeException {
  private final String text;

  MalformedChallenge(String what, int at) {
    super("WWW-Authenticate: " + what + " at character " + at);
    this.text = "WWW-Authenticate: " + what + " at character " + at;
  }

  String text() {
    return text;
  }
}
