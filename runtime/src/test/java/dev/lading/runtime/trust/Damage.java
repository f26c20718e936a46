package dev.lading.runtime.trust;

import dev.lading.trust.canonical.Json;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/** What can be wrong with one file, everything around it being made to fit. */
enum Damage {
  NONE,
  TRUNCATED,
  UNSIGNED,
  FORGED,
  WRONG_TYPE,
  VERSION_ZERO,
  DUPLICATE_MEMBER,
  /** Made with an expiry in the past. */
  EXPIRED;

  byte[] apply(Envelope envelope) {
    return switch (this) {
      case NONE, EXPIRED -> envelope.bytes();
      case TRUNCATED -> Arrays.copyOf(envelope.bytes(), envelope.bytes().length / 2);
      case UNSIGNED -> {
        envelope.unsign();
        yield envelope.bytes();
      }
      case FORGED -> {
        SecureRandom random = new SecureRandom();
        envelope.signByOthers(
            envelope.ids().stream().map(_ -> PrivateKey.generate(KeyType.ECDSA, random)).toList());
        yield envelope.bytes();
      }
      case WRONG_TYPE -> {
        envelope.set("_type", new Json.Str("Mirrors"));
        yield envelope.bytes();
      }
      case VERSION_ZERO -> {
        envelope.set("version", new Json.Num(0));
        yield envelope.bytes();
      }
      case DUPLICATE_MEMBER ->
          new String(envelope.bytes(), StandardCharsets.UTF_8)
              .replaceFirst("\"_type\"", "\"_type\":\"Root\",\"_type\"")
              .getBytes(StandardCharsets.UTF_8);
    };
  }
}
