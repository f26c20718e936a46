package dev.lading.trust.publish;

import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.metadata.SignedMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The newest file of each role. Not safe for use by many threads. */
final class MemoryState implements StateInForce {
  private final Map<Role, SignedMetadata> files = new HashMap<>();
  private final Map<Role, MetadataVersion> highest = new HashMap<>();

  void store(Map<Role, SignedMetadata> accepted) {
    files.putAll(accepted);
    accepted.forEach(
        (role, file) -> {
          if (role instanceof Delegation) {
            MetadataVersion version = new MetadataVersion(Math.toIntExact(file.version()));
            highest.merge(role, version, (one, two) -> one.compareTo(two) > 0 ? one : two);
          }
        });
  }

  /** Deletes all, and remembers what must not fall. */
  void delete() {
    highest.keySet().removeIf(Delegation.class::isInstance);
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
  public Optional<MetadataVersion> highest(Role role) {
    return Optional.ofNullable(highest.get(role));
  }
}
