package dev.lading.runtime.trust;

import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import java.util.Optional;

/**
 * The newest root of a repository, reached from one that was trusted; its time may be over.
 *
 * @param snapshot the one that was believed last, where one was: registries show none below a root
 *     that is not in force
 */
public record RootInHand(RootMetadata root, Optional<SnapshotMetadata> snapshot) {}
