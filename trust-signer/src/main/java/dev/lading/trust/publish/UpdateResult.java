package dev.lading.trust.publish;

import dev.lading.trust.Role;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.metadata.SignedMetadata;
import java.util.Map;
import java.util.Optional;

/** What becomes of an update. */
public sealed interface UpdateResult {
  /**
   * To be stored in one step, or not at all.
   *
   * @param files the update's, and the snapshot and timestamp that belong to it
   */
  record Accepted(Map<Role, SignedMetadata> files) implements UpdateResult {
    public Accepted {
      files = Map.copyOf(files);
    }

    /** Of a role that the update has a file of; snapshot and timestamp always are among them. */
    public SignedMetadata get(Role role) {
      return Optional.ofNullable(files.get(role)).orElseThrow();
    }
  }

  /**
   * Nothing is to be stored.
   *
   * @param detail the {@code detail} of notary's error; absent when it has none
   */
  record Refused(UpdateError error, Optional<Json> detail) implements UpdateResult {}
}
