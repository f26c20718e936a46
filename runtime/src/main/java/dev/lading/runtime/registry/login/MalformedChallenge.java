package dev.lading.runtime.registry.login;

/** {@code WWW-Authenticate} is against its grammar. */
final class MalformedChallenge extends RuntimeException {
  MalformedChallenge(String what, int at) {
    super("WWW-Authenticate: " + what + " at character " + at);
  }
}
