package dev.lading.trust.metadata;

import dev.lading.trust.Role.ServerRole;

/** What a server may sign by itself: which files are current, and never what a tag is. */
public sealed interface ServerMetadata extends Metadata
    permits SnapshotMetadata, TimestampMetadata {
  ServerRole role();
}
