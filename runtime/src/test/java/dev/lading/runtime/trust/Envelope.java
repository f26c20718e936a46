package dev.lading.runtime.trust;

import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.metadata.Signature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A file that can still be changed, and who signs it once it is written. */
final class Envelope {
  private final List<PrivateKey> secrets = new ArrayList<>();
  private final List<KeyId> ids = new ArrayList<>();
  private Json.Obj signed;

  Envelope(Json.Obj signed) {
    this.signed = signed;
  }

  void sign(PrivateKey secret, KeyId as) {
    secrets.add(secret);
    ids.add(as);
  }

  void signByOthers(List<PrivateKey> others) {
    secrets.clear();
    secrets.addAll(others);
  }

  List<KeyId> ids() {
    return ids;
  }

  void unsign() {
    secrets.clear();
    ids.clear();
  }

  void set(String member, Json value) {
    signed = with(signed, member, value);
  }

  void remove(String member) {
    signed = without(signed, member);
  }

  boolean isSnapshot() {
    return get(signed, "_type").equals(new Json.Str("Snapshot"));
  }

  /** Another value for a member of what is signed, made from the one it has. */
  void change(String member, UnaryOperator<Json.Obj> change) {
    set(member, change.apply((Json.Obj) get(signed, member)));
  }

  /** The same signatures once more. */
  void signTwice() {
    secrets.addAll(List.copyOf(secrets));
    ids.addAll(List.copyOf(ids));
  }

  /** The signatures as if by another key. */
  void claim(KeyId other) {
    ids.replaceAll(_ -> other);
  }

  static Json get(Json.Obj object, String member) {
    return Optional.ofNullable(object.members().get(member)).orElseThrow();
  }

  static Json.Obj with(Json.Obj object, String member, Json value) {
    Map<String, Json> members = new LinkedHashMap<>(object.members());
    members.put(member, value);
    return new Json.Obj(members);
  }

  static Json.Obj without(Json.Obj object, String member) {
    Map<String, Json> members = new LinkedHashMap<>(object.members());
    members.remove(member);
    return new Json.Obj(members);
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    byte[] canonical = CanonicalJson.encode(signed);
    List<Json> signatures = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Signature signature = Signature.make(secrets.get(i), ids.get(i), canonical);
      signatures.add(
          new Json.Obj(
              Map.of(
                  "keyid", new Json.Str(signature.keyId()),
                  "method", new Json.Str(signature.method()),
                  "sig", new Json.Str(signature.encoded()))));
    }
    return FileJson.text(
            new Json.Obj(Map.of("signed", signed, "signatures", new Json.Arr(signatures))))
        .getBytes(StandardCharsets.UTF_8);
  }
}
