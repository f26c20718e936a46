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
    Map<String, Json> members = new LinkedHashMap<>(signed.members());
    members.put(member, value);
    signed = new Json.Obj(members);
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
