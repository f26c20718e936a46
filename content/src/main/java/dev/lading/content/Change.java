package dev.lading.content;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that happened to content: what metrics, events, audit, last-pulled times and tag
 * history hang on.
 */
public record Change(Instant at, Actor by, RepositoryName repository, What what) {
  /** What happened. */
  public sealed interface What {}

  public record BlobPushed(Digest digest, long size) implements What {}

  public record BlobMounted(Digest digest, Optional<RepositoryName> from) implements What {}

  public record BlobPulled(Digest digest, long size) implements What {}

  public record BlobRemoved(Digest digest) implements What {}

  public record ManifestPushed(Digest digest, MediaType mediaType, long size) implements What {}

  public record ManifestPulled(Digest digest, Optional<Tag> by) implements What {}

  public record ManifestRemoved(Digest digest) implements What {}

  public record TagSet(Tag tag, Digest digest) implements What {}

  public record TagRemoved(Tag tag, Digest digest) implements What {}

  /**
   * Told of changes after they are durable, on the thread that made them; must not fail or wait.
   */
  @FunctionalInterface
  public interface Listener {
    void changed(Change change);
  }
}
