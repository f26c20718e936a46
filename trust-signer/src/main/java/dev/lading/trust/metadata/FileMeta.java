package dev.lading.trust.metadata;

import dev.lading.trust.Role;
import dev.lading.trust.TrustException.HashMismatch;
import dev.lading.trust.TrustException.HashMissing;
import dev.lading.trust.canonical.Json;
import java.util.Map;

/**
 * How one metadata file names another: by length and hashes, never by version.
 *
 * @param length bytes
 */
public record FileMeta(long length, Hashes hashes) {
  public FileMeta {
    if (length < 0) {
      throw new IllegalArgumentException("a length of " + length);
    }
  }

  public static FileMeta of(byte[] bytes) {
    return new FileMeta(bytes.length, Hashes.of(bytes));
  }

  /**
   * @param role whose file the bytes claim to be
   * @throws HashMissing when no hash of these can be checked
   * @throws HashMismatch when the bytes are another file
   */
  public void check(byte[] bytes, Role role) {
    hashes
        .mismatch(bytes)
        .ifPresent(
            expected -> {
              throw new HashMismatch(role, expected.getKey(), expected.getValue());
            });
    if (hashes.digests().isEmpty()) {
      throw new HashMissing(role);
    }
    if (length != bytes.length) {
      throw new HashMismatch(role, "length", Long.toString(length));
    }
  }

  static FileMeta read(Json value, Fields within) {
    Fields fields = Fields.of(value, within::refused, "hashes", "length", "custom");
    return new FileMeta(length(fields), hashes(fields));
  }

  static long length(Fields fields) {
    long length = fields.number("length");
    if (length < 0) {
      throw fields.refused("a negative length");
    }
    return length;
  }

  static Hashes hashes(Fields fields) {
    try {
      return new Hashes(
          fields.map(
              "hashes",
              (algorithm, hash) -> {
                if (hash instanceof Json.Str(String encoded)) {
                  return encoded;
                }
                throw fields.refused("the " + algorithm + " hash is not a string");
              }));
    } catch (IllegalArgumentException e) {
      throw fields.refused("a hash is not base64");
    }
  }

  Json.Obj json() {
    return new Json.Obj(Map.of("length", new Json.Num(length), "hashes", hashes.json()));
  }
}
