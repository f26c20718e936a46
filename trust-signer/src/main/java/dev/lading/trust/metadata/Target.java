package dev.lading.trust.metadata;

import dev.lading.content.Digest;
import dev.lading.trust.canonical.Json;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a name was signed for. For images, the name is the tag and this is its manifest.
 *
 * @param length bytes
 * @param custom what the signer added; null when nothing
 */
public record Target(long length, Hashes hashes, @Nullable Json custom) {
  public static Target of(Digest manifest, long length) {
    byte[] hash = HexFormat.of().parseHex(manifest.hex());
    String encoded = Base64.getEncoder().encodeToString(hash);
    return new Target(length, new Hashes(Map.of(manifest.algorithm().id(), encoded)), null);
  }

  /** The manifest's digest as registries know it. */
  public Optional<Digest> sha256() {
    return hashes.sha256();
  }

  static Target read(Json value, Fields within) {
    Fields fields = Fields.of(value, within::refused, "hashes", "length", "custom");
    return new Target(
        FileMeta.length(fields), FileMeta.hashes(fields), fields.find("custom").orElse(null));
  }

  Json.Obj json() {
    Map<String, Json> members = new HashMap<>();
    members.put("length", new Json.Num(length));
    members.put("hashes", hashes.json());
    if (custom != null) {
      members.put("custom", custom);
    }
    return new Json.Obj(members);
  }
}
