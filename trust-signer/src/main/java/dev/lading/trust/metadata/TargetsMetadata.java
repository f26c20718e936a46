package dev.lading.trust.metadata;

import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.TrustException.MetadataInvalid;
import dev.lading.trust.canonical.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one targets role signed, and to whom it delegates.
 *
 * @param targets by name: for images, the tag
 */
public record TargetsMetadata(
    MetadataVersion version, Instant expires, Map<String, Target> targets, Delegations delegations)
    implements Metadata {
  private static final String TYPE = "Targets";

  public TargetsMetadata {
    targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
  }

  /**
   * @throws MetadataInvalid when the file says something else
   */
  public static TargetsMetadata of(SignedMetadata file, TargetsRole role) {
    Fields fields =
        Fields.of(
            file.signed(),
            message -> new MetadataInvalid(role, message),
            "_type",
            "expires",
            "version",
            "targets",
            "delegations");
    Common common = Common.read(file.signed(), fields::refused).require(TYPE, role);
    return new TargetsMetadata(
        common.counted(),
        common.expires(),
        fields.map("targets", (name, target) -> Target.read(target, fields)),
        fields
            .find("delegations")
            .map(value -> Delegations.read(value, role, fields))
            .orElse(Delegations.NONE));
  }

  @Override
  public Json.Obj json() {
    Map<String, Json> named = new LinkedHashMap<>();
    targets.forEach((name, target) -> named.put(name, target.json()));
    return Metadata.json(
        TYPE, this, Map.of("targets", new Json.Obj(named), "delegations", delegations.json()));
  }
}
