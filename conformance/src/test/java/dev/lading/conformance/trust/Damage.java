package dev.lading.conformance.trust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.conformance.trust.Owner.Signer;
import dev.lading.trust.Role;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.metadata.Signature;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  VERSION_LEAP,
  VERSION_LAST,
  VERSION_HUGE,
  WRONG_TYPE,
  NO_EXPIRY,
  EXPIRED,
  EXPIRES_TOO_LATE,
  NO_SIGNATURES,
  NULL_SIGNATURES,
  FOREIGN_KEY,
  FOREIGN_KEY_UNDER_THE_RIGHT_ID,
  ALTERED_AFTER_SIGNING,
  UNKNOWN_METHOD,
  SIGNATURE_NOT_BASE64,
  SIGNATURE_OF_NOTHING;

  byte[] of(Owner owner, Role role) {
    Json.Obj sound = owner.next(role);
    Signer signer = owner.signer(role);
    Signature signature = signer.sign(sound);
    return switch (this) {
      case NOTHING -> Owner.signed(sound, signer);
      case EMPTY -> new byte[0];
      case TRUNCATED -> Arrays.copyOf(Owner.signed(sound, signer), 100);
      case HTML -> "<html></html>".getBytes(UTF_8);
      case BYTE_ORDER_MARK -> ("\uFEFF" + text(sound, signer)).getBytes(UTF_8);
      case NOT_UTF8 -> text(with(sound, "x", new Json.Str("\u00e9")), signer).getBytes(ISO_8859_1);
      case LONE_SURROGATE -> replaced(sound, signer, "{", "{\"x\":\"\\ud800\",");
      case TOO_DEEP ->
          replaced(sound, signer, "{", "{\"x\":" + "[".repeat(99) + "]".repeat(99) + ",");
      case DUPLICATE_MEMBER ->
          replaced(sound, signer, "\"version\":", "\"version\":1,\"version\":");
      case TRAILING_BYTES -> (text(sound, signer) + "x").getBytes(UTF_8);
      case FRACTION -> replaced(sound, signer, "\"version\":", "\"x\":1.5,\"version\":");
      case NO_SIGNED -> "{\"signatures\":[]}".getBytes(UTF_8);
      case NO_VERSION -> Owner.signed(without(sound, "version"), signer);
      case VERSION_AS_TEXT -> version(sound, new Json.Str("2"), signer);
      case VERSION_IN_CAPITALS ->
          Owner.signed(with(without(sound, "version"), "VERSION", new Json.Num(2)), signer);
      case VERSION_ZERO -> version(sound, new Json.Num(0), signer);
      case VERSION_AGAIN -> version(sound, new Json.Num(owner.version(role)), signer);
      case VERSION_LEAP -> version(sound, new Json.Num(owner.version(role) + 2), signer);
      case VERSION_LAST -> version(sound, new Json.Num(Integer.MAX_VALUE), signer);
      case VERSION_HUGE -> version(sound, new Json.Num(1L << 31), signer);
      case WRONG_TYPE -> Owner.signed(with(sound, "_type", new Json.Str("Mirrors")), signer);
      case NO_EXPIRY -> Owner.signed(without(sound, "expires"), signer);
      case EXPIRED -> expires(sound, "2020-02-02T02:02:02Z", signer);
      case EXPIRES_TOO_LATE -> expires(sound, "2126-01-01T00:00:00Z", signer);
      case NO_SIGNATURES -> Owner.signed(sound);
      case NULL_SIGNATURES ->
          text(sound).replace("\"signatures\":[]", "\"signatures\":null").getBytes(UTF_8);
      case FOREIGN_KEY -> Owner.signed(sound, owner.stranger());
      case FOREIGN_KEY_UNDER_THE_RIGHT_ID -> {
        Signature foreign = owner.stranger().sign(sound);
        yield envelope(sound, signature.keyId(), foreign.method(), foreign.encoded());
      }
      case ALTERED_AFTER_SIGNING ->
          Owner.envelope(with(sound, "x", new Json.Num(1)), List.of(signature));
      case UNKNOWN_METHOD -> envelope(sound, signature.keyId(), "dilithium", signature.encoded());
      case SIGNATURE_NOT_BASE64 ->
          text(sound, signer).replace("\"sig\":\"", "\"sig\":\"*").getBytes(UTF_8);
      case SIGNATURE_OF_NOTHING -> envelope(sound, signature.keyId(), "ecdsa", "");
    };
  }

  private static byte[] envelope(Json signed, String keyId, String method, String encoded) {
    return Owner.envelope(signed, List.of(new Signature(keyId, method, encoded)));
  }

  private static String text(Json signed, Signer... signers) {
    return new String(Owner.signed(signed, signers), UTF_8);
  }

  private static byte[] version(Json.Obj sound, Json version, Signer signer) {
    return Owner.signed(with(sound, "version", version), signer);
  }

  private static byte[] expires(Json.Obj sound, String time, Signer signer) {
    return Owner.signed(with(sound, "expires", new Json.Str(time)), signer);
  }

  private static byte[] replaced(Json.Obj sound, Signer signer, String what, String by) {
    String file = text(sound, signer);
    int at = file.indexOf(what, file.indexOf("\"signed\":"));
    return (file.substring(0, at) + by + file.substring(at + what.length())).getBytes(UTF_8);
  }

  private static Json.Obj with(Json.Obj object, String name, Json value) {
    Map<String, Json> members = new LinkedHashMap<>(object.members());
    members.put(name, value);
    return new Json.Obj(members);
  }

  private static Json.Obj without(Json.Obj object, String name) {
    Map<String, Json> members = new LinkedHashMap<>(object.members());
    members.remove(name);
    return new Json.Obj(members);
  }
}
