package dev.lading.runtime.trust;

import dev.lading.trust.canonical.Json;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What can be wrong with one role, everything else being made to fit. The first block damages the
 * role's file, and other files name it as it is; the second what the file that trusts the role says
 * of its keys; the third what the file that names the role's file says of that; the fourth what the
 * registry answers instead of it.
 */
enum Damage {
  NONE(Place.FILE),

  EMPTY(Place.FILE),
  HTML(Place.FILE),
  TRUNCATED(Place.FILE),
  BYTE_ORDER_MARK(Place.FILE),
  SOMETHING_BEHIND(Place.FILE),
  NOT_UTF8(Place.FILE),
  LONE_SURROGATE(Place.FILE),
  RAW_NUL(Place.FILE),
  TOO_DEEP(Place.FILE),
  FRACTION(Place.FILE),
  HUGE_NUMBER(Place.FILE),
  DUPLICATE_MEMBER(Place.FILE),
  OTHER_CASE(Place.FILE),
  NO_ENVELOPE(Place.FILE),
  NOTHING_SIGNED(Place.FILE),
  WRONG_TYPE(Place.FILE),
  VERSION_ZERO(Place.FILE),
  VERSION_TOO_HIGH(Place.FILE),
  UNSIGNED(Place.FILE),
  FORGED(Place.FILE),
  SIGNED_BY_OTHERS(Place.FILE),
  CHANGED(Place.FILE),
  EXPIRED(Place.FILE),
  WITHOUT_EXPIRY(Place.FILE),
  /** Of a lower version than the one before; signed, named, in force. */
  OLDER(Place.FILE),

  KEY_NOT_THERE(Place.TRUST),
  NO_KEYS(Place.TRUST),
  THRESHOLD_ZERO(Place.TRUST),
  /** Two keys are asked for, and one signed twice. */
  THRESHOLD_STUFFED(Place.TRUST),
  FALSE_KEY_ID(Place.TRUST),
  /** Another key is trusted now; the former one goes on signing. */
  KEY_TAKEN_AWAY(Place.TRUST),
  ROLE_NOT_THERE(Place.TRUST),

  NOT_NAMED(Place.NAME),
  UNKNOWN_HASHES(Place.NAME),
  WRONG_SHA256(Place.NAME),
  WRONG_SHA512(Place.NAME),
  LENGTH_TOO_SMALL(Place.NAME),
  LENGTH_TOO_LARGE(Place.NAME),

  GONE(Place.ANSWER),
  FAILING(Place.ANSWER),
  ENDLESS(Place.ANSWER),
  /** The file of this role that was in force before. */
  FORMER(Place.ANSWER),
  /** As portals answer that want a login. */
  WEB_PAGE(Place.ANSWER);

  /** Where the damage is. */
  enum Place {
    FILE,
    TRUST,
    NAME,
    ANSWER
  }

  private final Place place;

  Damage(Place place) {
    this.place = place;
  }

  boolean isIn(Place other) {
    return place == other;
  }

  /** The role's own file. */
  byte[] file(Envelope envelope) {
    return switch (this) {
      case EMPTY -> new byte[0];
      case HTML -> bytes("<html>");
      case TRUNCATED -> Arrays.copyOf(envelope.bytes(), envelope.bytes().length / 2);
      case BYTE_ORDER_MARK -> bytes("\ufeff" + envelope.text());
      case SOMETHING_BEHIND -> bytes(envelope.text() + "{}");
      case NOT_UTF8 ->
          envelope.text().replace("_type", "_typ\u00e9").getBytes(StandardCharsets.ISO_8859_1);
      case LONE_SURROGATE -> replaced(envelope, "\"_type\"", "\"x\":\"\\ud800\",\"_type\"");
      case RAW_NUL -> replaced(envelope, "\"_type\"", "\"x\":\"\0\",\"_type\"");
      case TOO_DEEP ->
          replaced(
              envelope, "\"_type\"", "\"x\":" + "[".repeat(999) + "]".repeat(999) + ",\"_type\"");
      case FRACTION -> replaced(envelope, "\"_type\"", "\"x\":1.5,\"_type\"");
      case HUGE_NUMBER -> replaced(envelope, "\"_type\"", "\"x\":1e400,\"_type\"");
      case DUPLICATE_MEMBER -> replaced(envelope, "\"_type\"", "\"_type\":\"Root\",\"_type\"");
      case OTHER_CASE -> changed(envelope, e -> e.set("Version", new Json.Num(9)));
      case NO_ENVELOPE -> bytes("{}");
      case NOTHING_SIGNED -> bytes("{\"signed\":null,\"signatures\":[]}");
      case WRONG_TYPE ->
          changed(
              envelope, e -> e.set("_type", new Json.Str(e.isSnapshot() ? "Root" : "Snapshot")));
      case VERSION_ZERO -> changed(envelope, e -> e.set("version", new Json.Num(0)));
      case VERSION_TOO_HIGH -> changed(envelope, e -> e.set("version", new Json.Num(1L << 31)));
      case UNSIGNED -> changed(envelope, Envelope::unsign);
      case FORGED ->
          changed(envelope, e -> e.signByOthers(e.ids().stream().map(_ -> key()).toList()));
      case SIGNED_BY_OTHERS ->
          changed(
              envelope,
              e -> {
                PrivateKey other = key();
                e.unsign();
                e.sign(other, other.publicKey().id());
              });
      case CHANGED -> replaced(envelope, "\"_type\"", "\"x\":1,\"_type\"");
      case WITHOUT_EXPIRY -> changed(envelope, e -> e.remove("expires"));
      default -> envelope.bytes();
    };
  }

  /** What the file that trusts the role says of its keys. */
  Json.Obj trust(Json.Obj keys) {
    return switch (this) {
      case KEY_NOT_THERE ->
          Envelope.with(keys, "keyids", new Json.Arr(List.of(new Json.Str("f".repeat(64)))));
      case NO_KEYS -> Envelope.with(keys, "keyids", new Json.Arr(List.of()));
      case THRESHOLD_ZERO -> Envelope.with(keys, "threshold", new Json.Num(0));
      case THRESHOLD_STUFFED -> Envelope.with(keys, "threshold", new Json.Num(2));
      default -> keys;
    };
  }

  /** What the file that names the role's file says of that. */
  Json.Obj name(Json.Obj meta) {
    Json.Obj hashes = (Json.Obj) Envelope.get(meta, "hashes");
    long length = ((Json.Num) Envelope.get(meta, "length")).value();
    Json.Str wrong = new Json.Str("A".repeat(42) + "A=");
    Json.Str wrongLong = new Json.Str("A".repeat(86) + "==");
    return switch (this) {
      case UNKNOWN_HASHES ->
          Envelope.with(meta, "hashes", new Json.Obj(Map.of("sha3", new Json.Str("AAAA"))));
      case WRONG_SHA256 -> Envelope.with(meta, "hashes", Envelope.with(hashes, "sha256", wrong));
      case WRONG_SHA512 ->
          Envelope.with(meta, "hashes", Envelope.with(hashes, "sha512", wrongLong));
      case LENGTH_TOO_SMALL -> Envelope.with(meta, "length", new Json.Num(length - 1));
      case LENGTH_TOO_LARGE -> Envelope.with(meta, "length", new Json.Num(length + 1));
      default -> meta;
    };
  }

  private static byte[] changed(Envelope envelope, Consumer<Envelope> change) {
    change.accept(envelope);
    return envelope.bytes();
  }

  private static byte[] replaced(Envelope envelope, String part, String by) {
    return bytes(envelope.text().replaceFirst(part, by.replace("\\", "\\\\")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static PrivateKey key() {
    return PrivateKey.generate(KeyType.ECDSA, new SecureRandom());
  }
}
