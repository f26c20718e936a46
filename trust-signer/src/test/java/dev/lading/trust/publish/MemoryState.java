package dev.lading.trust.publish;

import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.metadata.SignedMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The newest file of each role. Not safe for use by many threads. */
final class MemoryState implements StateInForce {
  private final Map<Role, SignedMetadata> files = new HashMap<>();
  private final Map<ServerRole, MetadataVersion> highest = new HashMap<>();

  void store(Map<Role, SignedMetadata> accepted) {
    files.putAll(accepted);
  }

  /** Deletes all, and remembers what must not fall. */
  void delete() {
    for (ServerRole role : new ServerRole[] {Role.SNAPSHOT, Role.TIMESTAMP}) {
      find(role)
          .ifPresent(
              file -> highest.put(role, new MetadataVersion(Math.toIntExact(file.version()))));
    }
    files.clear();
  }

  SignedMetadata get(Role role) {
    return find(role).orElseThrow();
  }

  @Override
  public Optional<SignedMetadata> find(Role role) {
    return Optional.ofNullable(files.get(role));
  }

  @Override
  public Optional<MetadataVersion> highest(ServerRole role) {
    return Optional.ofNullable(highest.get(role));
  }
}
