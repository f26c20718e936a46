package dev.lading.trust.metadata;

import dev.lading.trust.Role;
import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who signs for a role, and how many of them it takes.
 *
 * @param keyIds in the order of the file, none twice
 * @param threshold at least 1; notary's tools make no other, its readers know any
 */
public record RoleKeys(List<KeyId> keyIds, int threshold) {
  public RoleKeys {
    keyIds = keyIds.stream().distinct().toList();
    if (threshold < 1) {
      throw new IllegalArgumentException("a threshold of " + threshold);
    }
  }

  /** The role {@code named} of one document, and that its keys are among the document's. */
  static RoleKeys read(Fields fields, Role named, Map<KeyId, PublicKey> keys) {
    long threshold = fields.number("threshold");
    if (threshold < 1 || threshold > Integer.MAX_VALUE) {
      throw fields.refused("invalid threshold specified for " + named + ": " + threshold + " ");
    }
    List<KeyId> ids = fields.texts("keyids").stream().map(id -> keyId(fields, id)).toList();
    for (KeyId id : ids) {
      if (!keys.containsKey(id)) {
        throw fields.refused(
            "key ID " + id + " specified in " + named + " without corresponding key");
      }
    }
    return new RoleKeys(ids, (int) threshold);
  }

  /** The {@code keys} of one document. */
  static Map<KeyId, PublicKey> keys(Fields document) {
    Map<KeyId, PublicKey> keys = new LinkedHashMap<>();
    document
        .map("keys", (id, key) -> key(document, key))
        .forEach((id, key) -> keys.put(keyId(document, id), key));
    return keys;
  }

  static Json.Obj json(Map<KeyId, PublicKey> keys) {
    Map<String, Json> members = new LinkedHashMap<>();
    keys.forEach((id, key) -> members.put(id.hex(), key.json()));
    return new Json.Obj(members);
  }

  Map<String, Json> members() {
    Json ids = new Json.Arr(keyIds.stream().map(id -> (Json) new Json.Str(id.hex())).toList());
    return Map.of("keyids", ids, "threshold", new Json.Num(threshold));
  }

  private static PublicKey key(Fields document, Json value) {
    Fields key = Fields.of(value, document::refused, "keytype", "keyval");
    Fields parts = Fields.of(key.get("keyval"), document::refused, "private", "public");
    try {
      return PublicKey.of(key.text("keytype"), parts.text("public"));
    } catch (KeyInvalid e) {
      throw document.refused("a key is " + e.text());
    }
  }

  private static KeyId keyId(Fields document, String text) {
    try {
      return new KeyId(text);
    } catch (KeyInvalid e) {
      throw document.refused(e.text());
    }
  }
}
