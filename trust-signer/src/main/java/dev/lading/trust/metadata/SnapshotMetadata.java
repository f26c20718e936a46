package dev.lading.trust.metadata;

import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.TrustException.MetadataInvalid;
import dev.lading.trust.TrustException.RoleInvalid;
import dev.lading.trust.canonical.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which files belong together.
 *
 * @param files the current file of {@code root}, of {@code targets}, and of delegations; of the
 *     latter maybe some that are no longer delegated to
 */
public record SnapshotMetadata(MetadataVersion version, Instant expires, Map<Role, FileMeta> files)
    implements ServerMetadata {
  private static final String TYPE = "Snapshot";
  private static final Hashes NONE = new Hashes(Map.of());

  public SnapshotMetadata {
    files = Map.copyOf(files);
  }

  /**
   * @throws MetadataInvalid when the file says something else
   */
  public static SnapshotMetadata of(SignedMetadata file) {
    Fields fields = fields(file, Role.SNAPSHOT);
    Common common = Common.read(file.signed(), fields::refused).require(TYPE, Role.SNAPSHOT);
    return new SnapshotMetadata(
        common.counted(), common.expires(), files(fields, List.of(Role.ROOT, Role.TARGETS)));
  }

  public Optional<FileMeta> file(Role role) {
    return Optional.ofNullable(files.get(role));
  }

  @Override
  public ServerRole role() {
    return Role.SNAPSHOT;
  }

  @Override
  public Json.Obj json() {
    return Metadata.json(TYPE, this, Map.of("meta", json(files)));
  }

  static Fields fields(SignedMetadata file, Role role) {
    return Fields.of(
        file.signed(),
        message -> new MetadataInvalid(role, message),
        "_type",
        "expires",
        "version",
        "meta");
  }

  /** The files that {@code meta} names, the required ones among them, with proper hashes. */
  static Map<Role, FileMeta> files(Fields fields, List<Role> required) {
    Map<Role, FileMeta> files = new LinkedHashMap<>();
    fields
        .map("meta", (name, meta) -> FileMeta.read(meta, fields))
        .forEach((name, meta) -> files.put(role(name, fields), meta));
    for (Role role : required) {
      Hashes hashes = Optional.ofNullable(files.get(role)).map(FileMeta::hashes).orElse(NONE);
      if (!hashes.encoded().containsKey("sha256")) {
        throw fields.refused("missing " + role + " sha256 checksum information");
      }
      hashes
          .fault()
          .ifPresent(
              fault -> {
                throw fields.refused("invalid " + role + " checksum information, " + fault);
              });
    }
    return files;
  }

  static Json.Obj json(Map<Role, FileMeta> files) {
    Map<String, Json> members = new HashMap<>();
    files.forEach((role, meta) -> members.put(role.text(), meta.json()));
    return new Json.Obj(members);
  }

  private static Role role(String name, Fields fields) {
    try {
      return Role.parse(name);
    } catch (RoleInvalid e) {
      throw fields.refused("a file of no role: " + name);
    }
  }
}
