package dev.lading.trust.service;

import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.publish.StateInForce;
import dev.lading.trust.store.Generation;
import dev.lading.trust.store.TrustStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What one generation names, each file read once. For one thread, and no longer than a request. */
final class GenerationState implements StateInForce {
  private final TrustStore store;
  private final Optional<Generation> generation;
  private final Map<Role, Optional<SignedMetadata>> files = new HashMap<>();

  GenerationState(TrustStore store, Optional<Generation> generation) {
    this.store = store;
    this.generation = generation;
  }

  @Override
  public Optional<SignedMetadata> find(Role role) {
    return files.computeIfAbsent(role, this::read);
  }

  @Override
  public Optional<MetadataVersion> highest(Role role) {
    return generation.flatMap(now -> now.highest(role));
  }

  private Optional<SignedMetadata> read(Role role) {
    return generation
        .flatMap(now -> store.find(now, role))
        .map(file -> SignedMetadata.read(file.bytes()));
  }
}
