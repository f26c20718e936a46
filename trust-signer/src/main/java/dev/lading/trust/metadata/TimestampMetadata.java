package dev.lading.trust.metadata;

import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.TrustException.MetadataInvalid;
import dev.lading.trust.canonical.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Which snapshot is the current one. It lives shortest, so that nobody can be shown an old state
 * for long.
 */
public record TimestampMetadata(MetadataVersion version, Instant expires, FileMeta snapshot)
    implements ServerMetadata {
  private static final String TYPE = "Timestamp";

  /**
   * @throws MetadataInvalid when the file says something else
   */
  public static TimestampMetadata of(SignedMetadata file) {
    Fields fields = SnapshotMetadata.fields(file, Role.TIMESTAMP);
    Common common = Common.read(file.signed(), fields::refused).require(TYPE, Role.TIMESTAMP);
    Map<Role, FileMeta> files = SnapshotMetadata.files(fields, List.of(Role.SNAPSHOT));
    FileMeta snapshot = files.get(Role.SNAPSHOT);
    if (snapshot == null) {
      throw fields.refused("missing snapshot sha256 checksum information");
    }
    return new TimestampMetadata(common.counted(), common.expires(), snapshot);
  }

  @Override
  public ServerRole role() {
    return Role.TIMESTAMP;
  }

  @Override
  public Json.Obj json() {
    return Metadata.json(
        TYPE, this, Map.of("meta", SnapshotMetadata.json(Map.of(Role.SNAPSHOT, snapshot))));
  }
}
