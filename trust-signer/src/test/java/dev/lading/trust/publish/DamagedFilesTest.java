package dev.lading.trust.publish;

import static dev.lading.trust.Author.with;
import static dev.lading.trust.Author.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.trust.Author;
import dev.lading.trust.Author.SigningKey;
import dev.lading.trust.Role;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.metadata.SignedMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of damage to the file of every role, and how the server refuses it. */
class DamagedFilesTest {
  /** One way to spoil the next file of a role; whatever is not spoilt is sound and signed. */
  enum Damage {
    NOTHING,
    EMPTY,
    TRUNCATED,
    HTML,
    BYTE_ORDER_MARK,
    NOT_UTF8,
    LONE_SURROGATE,
    TOO_DEEP,
    DUPLICATE_MEMBER,
    TRAILING_BYTES,
    FRACTION,
    NO_SIGNED,
    NO_VERSION,
    VERSION_AS_TEXT,
    VERSION_IN_CAPITALS,
    VERSION_ZERO,
    VERSION_AGAIN,
    VERSION_LOWER,
    VERSION_LEAP,
    VERSION_LAST,
    VERSION_HUGE,
    WRONG_TYPE,
    NO_TYPE,
    NO_EXPIRY,
    EXPIRED,
    EXPIRES_AS_NUMBER,
    EXPIRES_TOO_LATE,
    NO_SIGNATURES,
    NULL_SIGNATURES,
    FOREIGN_KEY,
    FOREIGN_KEY_UNDER_THE_RIGHT_ID,
    ALTERED_AFTER_SIGNING,
    UNKNOWN_METHOD,
    SIGNATURE_NOT_BASE64,
    SIGNATURE_OF_NOTHING,
    SIGNATURE_TWICE,
    SIGNATURES_BEYOND_NUMBER;

    byte[] apply(Scene scene, Role role) {
      Json.Obj sound = scene.next(role).json();
      SigningKey key = scene.signerOf(role);
      return switch (this) {
        case NOTHING -> Author.signed(sound, key);
        case EMPTY -> new byte[0];
        case TRUNCATED -> Arrays.copyOf(Author.signed(sound, key), 100);
        case HTML -> bytes("<html></html>");
        case BYTE_ORDER_MARK -> bytes("\uFEFF" + text(Author.signed(sound, key)));
        case NOT_UTF8 -> latin1(with(sound, "x", new Json.Str("\u00e9")), key);
        case LONE_SURROGATE -> replaced(sound, key, "{", "{\"x\":\"\\ud800\",");
        case TOO_DEEP ->
            replaced(sound, key, "{", "{\"x\":" + "[".repeat(99) + "]".repeat(99) + ",");
        case DUPLICATE_MEMBER -> replaced(sound, key, "\"version\":", "\"version\":1,\"version\":");
        case TRAILING_BYTES -> bytes(text(Author.signed(sound, key)) + "x");
        case FRACTION -> replaced(sound, key, "\"version\":", "\"x\":1.5,\"version\":");
        case NO_SIGNED -> bytes("{\"signatures\":[]}");
        case NO_VERSION -> Author.signed(without(sound, "version"), key);
        case VERSION_AS_TEXT -> version(sound, new Json.Str("2"), key);
        case VERSION_IN_CAPITALS ->
            Author.signed(with(without(sound, "version"), "VERSION", new Json.Num(2)), key);
        case VERSION_ZERO -> version(sound, new Json.Num(0), key);
        case VERSION_AGAIN -> version(sound, new Json.Num(stored(scene, role)), key);
        case VERSION_LOWER -> version(sound, new Json.Num(stored(scene, role) - 1), key);
        case VERSION_LEAP -> version(sound, new Json.Num(stored(scene, role) + 2), key);
        case VERSION_LAST -> version(sound, new Json.Num(Integer.MAX_VALUE), key);
        case VERSION_HUGE -> version(sound, new Json.Num(1L << 31), key);
        case WRONG_TYPE -> Author.signed(with(sound, "_type", new Json.Str("Mirrors")), key);
        case NO_TYPE -> Author.signed(without(sound, "_type"), key);
        case NO_EXPIRY -> Author.signed(without(sound, "expires"), key);
        case EXPIRED -> expires(sound, "2026-11-20T23:59:59.9Z", key);
        case EXPIRES_AS_NUMBER ->
            Author.signed(with(sound, "expires", new Json.Num(1796420063)), key);
        case EXPIRES_TOO_LATE -> expires(sound, "2126-01-01T00:00:00Z", key);
        case NO_SIGNATURES -> Author.signed(sound);
        case NULL_SIGNATURES ->
            bytes(text(Author.signed(sound)).replace("\"signatures\":[]", "\"signatures\":null"));
        case FOREIGN_KEY -> Author.signed(sound, scene.stranger);
        case FOREIGN_KEY_UNDER_THE_RIGHT_ID ->
            Author.envelope(sound, List.of(renamed(scene.stranger.sign(sound), key.id().hex())));
        case ALTERED_AFTER_SIGNING ->
            Author.envelope(with(sound, "x", new Json.Num(1)), List.of(key.sign(sound)));
        case UNKNOWN_METHOD ->
            Author.envelope(sound, List.of(method(key.sign(sound), "dilithium")));
        case SIGNATURE_NOT_BASE64 ->
            bytes(text(Author.signed(sound, key)).replace("\"sig\":\"", "\"sig\":\"*"));
        case SIGNATURE_OF_NOTHING ->
            Author.envelope(sound, List.of(new Signature(key.id().hex(), "ecdsa", "")));
        case SIGNATURE_TWICE ->
            Author.envelope(sound, List.of(forged(key.id().hex()), key.sign(sound)));
        case SIGNATURES_BEYOND_NUMBER ->
            Author.envelope(
                sound,
                Stream.concat(
                        Stream.of(key.sign(sound)),
                        IntStream.range(0, SignedMetadata.MOST_SIGNATURES)
                            .mapToObj(i -> forged("%064x".formatted(i))))
                    .toList());
      };
    }

    private static long stored(Scene scene, Role role) {
      return scene.state.find(role).map(SignedMetadata::version).orElse(0L);
    }

    private static byte[] version(Json.Obj sound, Json version, SigningKey key) {
      return Author.signed(with(sound, "version", version), key);
    }

    private static byte[] expires(Json.Obj sound, String time, SigningKey key) {
      return Author.signed(with(sound, "expires", new Json.Str(time)), key);
    }

    private static byte[] replaced(Json.Obj sound, SigningKey key, String what, String by) {
      String file = text(Author.signed(sound, key));
      int at = file.indexOf(what, file.indexOf("\"signed\":"));
      return bytes(file.substring(0, at) + by + file.substring(at + what.length()));
    }

    private static byte[] latin1(Json.Obj sound, SigningKey key) {
      return text(Author.signed(sound, key)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Signature forged(String id) {
      return new Signature(id, "ecdsa", Base64.getEncoder().encodeToString(new byte[64]));
    }

    private static Signature renamed(Signature signature, String id) {
      return new Signature(id, signature.method(), signature.encoded());
    }

    private static Signature method(Signature signature, String method) {
      return new Signature(signature.keyId(), method, signature.encoded());
    }
  }

  @ParameterizedTest
  @DisplayName("root")
  @CsvSource(
      delimiter = '|',
      value = {
        "NOTHING                        | accepted",
        "EMPTY                          | MALFORMED_JSON",
        "TRUNCATED                      | MALFORMED_JSON",
        "HTML                           | MALFORMED_JSON",
        "BYTE_ORDER_MARK                | MALFORMED_JSON",
        "NOT_UTF8                       | MALFORMED_JSON",
        "LONE_SURROGATE                 | MALFORMED_JSON",
        "TOO_DEEP                       | MALFORMED_JSON",
        "DUPLICATE_MEMBER               | MALFORMED_JSON",
        "TRAILING_BYTES                 | INVALID_UPDATE ErrBadRoot: invalid character 'x' after top-level value",
        "FRACTION                       | INVALID_UPDATE ErrBadRoot: json: unsupported value: 1.5",
        "NO_SIGNED                      | MALFORMED_JSON",
        "NO_VERSION                     | INVALID_UPDATE ErrBadRoot: Root modifications must increment the version. Current 1, new 0",
        "VERSION_AS_TEXT                | MALFORMED_JSON",
        "VERSION_IN_CAPITALS            | MALFORMED_JSON",
        "VERSION_ZERO                   | INVALID_UPDATE ErrBadRoot: Root modifications must increment the version. Current 1, new 0",
        "VERSION_AGAIN                  | VERSION {}",
        "VERSION_LOWER                  | INVALID_UPDATE ErrBadRoot: Root modifications must increment the version. Current 1, new 0",
        "VERSION_LEAP                   | INVALID_UPDATE ErrBadRoot: Root modifications must increment the version. Current 1, new 3",
        "VERSION_HUGE                   | INVALID_UPDATE ErrBadRoot: Root modifications must increment the version. Current 1, new 2147483648",
        "WRONG_TYPE                     | INVALID_UPDATE ErrBadRoot: root type metadata invalid: expected type Root, not Mirrors",
        "NO_TYPE                        | INVALID_UPDATE ErrBadRoot: root type metadata invalid: expected type Root, not",
        "NO_EXPIRY                      | INVALID_UPDATE ErrBadRoot: root expired at Mon Jan 1 00:00:00 UTC 0001",
        "EXPIRED                        | INVALID_UPDATE ErrBadRoot: root expired at Fri Nov 20 23:59:59 UTC 2026",
        "EXPIRES_AS_NUMBER              | MALFORMED_JSON",
        "EXPIRES_TOO_LATE               | INVALID_UPDATE ErrBadRoot: root type metadata invalid: expires more than 7305 days from now",
        "NO_SIGNATURES                  | INVALID_UPDATE ErrBadRoot: could not rotate trust to a new trusted root: failed to validate data with current trusted certificates",
        "NULL_SIGNATURES                | INVALID_UPDATE ErrBadRoot: could not rotate trust to a new trusted root: failed to validate data with current trusted certificates",
        "FOREIGN_KEY                    | INVALID_UPDATE ErrBadRoot: could not rotate trust to a new trusted root: failed to validate data with current trusted certificates",
        "FOREIGN_KEY_UNDER_THE_RIGHT_ID | INVALID_UPDATE ErrBadRoot: could not rotate trust to a new trusted root: failed to validate data with current trusted certificates",
        "ALTERED_AFTER_SIGNING          | INVALID_UPDATE ErrBadRoot: could not rotate trust to a new trusted root: failed to validate data with current trusted certificates",
        "UNKNOWN_METHOD                 | INVALID_UPDATE ErrBadRoot: could not rotate trust to a new trusted root: failed to validate data with current trusted certificates",
        "SIGNATURE_NOT_BASE64           | MALFORMED_JSON",
        "SIGNATURE_OF_NOTHING           | INVALID_UPDATE ErrBadRoot: could not rotate trust to a new trusted root: failed to validate data with current trusted certificates",
        "SIGNATURE_TWICE                | MALFORMED_UPLOAD",
        "SIGNATURES_BEYOND_NUMBER       | MALFORMED_JSON",
      })
  void root_damaged(Damage damage, String expected) {
    requireResult(Scene.withServersSnapshots(), Role.ROOT, damage, expected);
  }

  @ParameterizedTest
  @DisplayName("targets")
  @CsvSource(
      delimiter = '|',
      value = {
        "NOTHING                        | accepted",
        "EMPTY                          | MALFORMED_JSON",
        "TRUNCATED                      | MALFORMED_JSON",
        "HTML                           | MALFORMED_JSON",
        "BYTE_ORDER_MARK                | MALFORMED_JSON",
        "NOT_UTF8                       | MALFORMED_JSON",
        "LONE_SURROGATE                 | MALFORMED_JSON",
        "TOO_DEEP                       | MALFORMED_JSON",
        "DUPLICATE_MEMBER               | MALFORMED_JSON",
        "TRAILING_BYTES                 | INVALID_UPDATE ErrBadTargets: invalid character 'x' after top-level value",
        "FRACTION                       | INVALID_UPDATE ErrBadTargets: json: unsupported value: 1.5",
        "NO_SIGNED                      | MALFORMED_JSON",
        "NO_VERSION                     | INVALID_UPDATE ErrBadTargets: targets type metadata invalid: version cannot be less than one",
        "VERSION_AS_TEXT                | MALFORMED_JSON",
        "VERSION_IN_CAPITALS            | MALFORMED_JSON",
        "VERSION_ZERO                   | INVALID_UPDATE ErrBadTargets: targets type metadata invalid: version cannot be less than one",
        "VERSION_AGAIN                  | VERSION {}",
        "VERSION_LOWER                  | VERSION {}",
        "VERSION_LEAP                   | INVALID_UPDATE ErrBadTargets: version 4 of targets does not follow the current version 2",
        "VERSION_LAST                   | INVALID_UPDATE ErrBadTargets: targets type metadata invalid: no version can follow 2147483647",
        "VERSION_HUGE                   | INVALID_UPDATE ErrBadTargets: targets type metadata invalid: version cannot be more than 2147483647",
        "WRONG_TYPE                     | INVALID_UPDATE ErrBadTargets: targets type metadata invalid: expected type Targets, not Mirrors",
        "NO_TYPE                        | INVALID_UPDATE ErrBadTargets: targets type metadata invalid: expected type Targets, not",
        "NO_EXPIRY                      | INVALID_UPDATE ErrBadTargets: targets expired at Mon Jan 1 00:00:00 UTC 0001",
        "EXPIRED                        | INVALID_UPDATE ErrBadTargets: targets expired at Fri Nov 20 23:59:59 UTC 2026",
        "EXPIRES_AS_NUMBER              | MALFORMED_JSON",
        "EXPIRES_TOO_LATE               | INVALID_UPDATE ErrBadTargets: targets type metadata invalid: expires more than 1827 days from now",
        "NO_SIGNATURES                  | INVALID_UPDATE ErrBadTargets: tuf: data has no signatures",
        "NULL_SIGNATURES                | INVALID_UPDATE ErrBadTargets: tuf: data has no signatures",
        "FOREIGN_KEY                    | INVALID_UPDATE ErrBadTargets: valid signatures did not meet threshold for targets",
        "FOREIGN_KEY_UNDER_THE_RIGHT_ID | INVALID_UPDATE ErrBadTargets: valid signatures did not meet threshold for targets",
        "ALTERED_AFTER_SIGNING          | INVALID_UPDATE ErrBadTargets: valid signatures did not meet threshold for targets",
        "UNKNOWN_METHOD                 | INVALID_UPDATE ErrBadTargets: valid signatures did not meet threshold for targets",
        "SIGNATURE_NOT_BASE64           | MALFORMED_JSON",
        "SIGNATURE_OF_NOTHING           | INVALID_UPDATE ErrBadTargets: valid signatures did not meet threshold for targets",
        "SIGNATURE_TWICE                | MALFORMED_UPLOAD",
        "SIGNATURES_BEYOND_NUMBER       | MALFORMED_JSON",
      })
  void targets_damaged(Damage damage, String expected) {
    requireResult(Scene.withServersSnapshots(), Role.TARGETS, damage, expected);
  }

  @ParameterizedTest
  @DisplayName("delegation")
  @CsvSource(
      delimiter = '|',
      value = {
        "NOTHING                        | accepted",
        "TRUNCATED                      | MALFORMED_JSON",
        "DUPLICATE_MEMBER               | MALFORMED_JSON",
        "TRAILING_BYTES                 | INVALID_UPDATE ErrBadTargets: invalid character 'x' after top-level value",
        "FRACTION                       | INVALID_UPDATE ErrBadTargets: json: unsupported value: 1.5",
        "NO_VERSION                     | INVALID_UPDATE ErrBadTargets: targets/a type metadata invalid: version cannot be less than one",
        "VERSION_ZERO                   | INVALID_UPDATE ErrBadTargets: targets/a type metadata invalid: version cannot be less than one",
        "VERSION_AGAIN                  | VERSION {}",
        "VERSION_LEAP                   | INVALID_UPDATE ErrBadTargets: version 3 of targets/a does not follow the current version 1",
        "WRONG_TYPE                     | INVALID_UPDATE ErrBadTargets: targets/a type metadata invalid: expected type Targets, not Mirrors",
        "EXPIRED                        | INVALID_UPDATE ErrBadTargets: targets/a expired at Fri Nov 20 23:59:59 UTC 2026",
        "EXPIRES_TOO_LATE               | INVALID_UPDATE ErrBadTargets: targets/a type metadata invalid: expires more than 1827 days from now",
        "NO_SIGNATURES                  | INVALID_UPDATE ErrBadTargets: tuf: data has no signatures",
        "FOREIGN_KEY                    | INVALID_UPDATE ErrBadTargets: valid signatures did not meet threshold for targets/a",
        "FOREIGN_KEY_UNDER_THE_RIGHT_ID | INVALID_UPDATE ErrBadTargets: valid signatures did not meet threshold for targets/a",
        "ALTERED_AFTER_SIGNING          | INVALID_UPDATE ErrBadTargets: valid signatures did not meet threshold for targets/a",
        "UNKNOWN_METHOD                 | INVALID_UPDATE ErrBadTargets: valid signatures did not meet threshold for targets/a",
        "SIGNATURE_TWICE                | MALFORMED_UPLOAD",
        "SIGNATURES_BEYOND_NUMBER       | MALFORMED_JSON",
      })
  void delegation_damaged(Damage damage, String expected) {
    requireResult(Scene.withServersSnapshots(), Scene.A, damage, expected);
  }

  @ParameterizedTest
  @DisplayName("snapshot")
  @CsvSource(
      delimiter = '|',
      value = {
        "NOTHING                        | accepted",
        "TRUNCATED                      | MALFORMED_JSON",
        "DUPLICATE_MEMBER               | MALFORMED_JSON",
        "TRAILING_BYTES                 | INVALID_UPDATE ErrBadSnapshot: invalid character 'x' after top-level value",
        "FRACTION                       | INVALID_UPDATE ErrBadSnapshot: json: unsupported value: 1.5",
        "NO_VERSION                     | INVALID_UPDATE ErrBadSnapshot: snapshot type metadata invalid: version cannot be less than one",
        "VERSION_AGAIN                  | VERSION {}",
        "VERSION_LOWER                  | VERSION {}",
        "VERSION_LEAP                   | INVALID_UPDATE ErrBadSnapshot: version 4 of snapshot does not follow the current version 2",
        "WRONG_TYPE                     | INVALID_UPDATE ErrBadSnapshot: snapshot type metadata invalid: expected type Snapshot, not Mirrors",
        "EXPIRED                        | INVALID_UPDATE ErrBadSnapshot: snapshot expired at Fri Nov 20 23:59:59 UTC 2026",
        "EXPIRES_TOO_LATE               | INVALID_UPDATE ErrBadSnapshot: snapshot type metadata invalid: expires more than 1827 days from now",
        "NO_SIGNATURES                  | INVALID_UPDATE ErrBadSnapshot: tuf: data has no signatures",
        "FOREIGN_KEY                    | INVALID_UPDATE ErrBadSnapshot: valid signatures did not meet threshold for snapshot",
        "ALTERED_AFTER_SIGNING          | INVALID_UPDATE ErrBadSnapshot: valid signatures did not meet threshold for snapshot",
        "UNKNOWN_METHOD                 | INVALID_UPDATE ErrBadSnapshot: valid signatures did not meet threshold for snapshot",
        "SIGNATURE_TWICE                | MALFORMED_UPLOAD",
        "SIGNATURES_BEYOND_NUMBER       | MALFORMED_JSON",
      })
  void snapshot_damaged(Damage damage, String expected) {
    requireResult(Scene.withClientsSnapshots(), Role.SNAPSHOT, damage, expected);
  }

  @ParameterizedTest
  @DisplayName("timestamp")
  @CsvSource(
      delimiter = '|',
      value = {
        "NOTHING   | INVALID_UPDATE ErrValidation: the timestamp is made by the server, an update may not contain one",
        "TRUNCATED | MALFORMED_JSON",
      })
  void timestamp_ofAnyKind(Damage damage, String expected) {
    requireResult(Scene.withServersSnapshots(), Role.TIMESTAMP, damage, expected);
  }

  private static void requireResult(Scene scene, Role role, Damage damage, String expected) {
    UploadedPart part = new UploadedPart(role.text(), damage.apply(scene, role));

    UpdateResult result = scene.accept(List.of(part));

    assertThat(Refusal.of(result)).isEqualTo(expected);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
