package dev.lading.runtime.trust;

import dev.lading.trust.Role;
import dev.lading.trust.TrustException;
import dev.lading.trust.canonical.FileJson;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.canonical.JsonReader;
import dev.lading.trust.metadata.SignedMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one repository that were believed last. Equal when the files are the same.
 *
 * @param encoded base64 of each role's file; root's is among them unless there is none at all
 */
record TrustState(Map<Role, String> encoded) {
  static final TrustState NONE = new TrustState(Map.of());

  TrustState {
    encoded = Map.copyOf(encoded);
  }

  /**
   * @throws TrustException when it is not what {@link #bytes} wrote
   * @throws IllegalArgumentException when a file in it is not base64
   */
  static TrustState read(byte[] bytes) {
    Map<Role, String> files = new HashMap<>();
    if (JsonReader.read(bytes) instanceof Json.Obj(Map<String, Json> members)) {
      members.forEach(
          (role, file) -> {
            if (file instanceof Json.Str(String text)) {
              SignedMetadata.read(Base64.getDecoder().decode(text));
              files.put(Role.parse(role), text);
            }
          });
    }
    if (!files.containsKey(Role.ROOT)) {
      throw new TrustException.EnvelopeInvalid("no root in it");
    }
    return new TrustState(files);
  }

  boolean isNone() {
    return encoded.isEmpty();
  }

  byte[] bytes() {
    Map<String, Json> members = new HashMap<>();
    encoded.forEach((role, file) -> members.put(role.text(), new Json.Str(file)));
    return FileJson.text(new Json.Obj(members)).getBytes(StandardCharsets.UTF_8);
  }

  Optional<SignedMetadata> find(Role role) {
    return Optional.ofNullable(encoded.get(role))
        .map(file -> SignedMetadata.read(Base64.getDecoder().decode(file)));
  }

  TrustState with(Role role, SignedMetadata file) {
    Map<Role, String> files = new HashMap<>(encoded);
    files.put(role, Base64.getEncoder().encodeToString(file.bytes()));
    return new TrustState(files);
  }
}
