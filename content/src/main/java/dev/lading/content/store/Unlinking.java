package dev.lading.content.store;

import dev.lading.content.Change;
import dev.lading.storage.Fence;

/** Takes links away for a collector, and tells whoever remembers them. */
final class Unlinking {
  private final Manifests manifests;
  private final Tags tags;
  private final Changes changes;

  Unlinking(Manifests manifests, Tags tags, Changes changes) {
    this.manifests = manifests;
    this.tags = tags;
    this.changes = changes;
  }

  /**
   * @return whether the link is gone
   */
  boolean unlink(Doomed.Link link, Fence fence) {
    return switch (link) {
      case Doomed.Link.Revision(var name, var digest) -> manifests.unlink(name, digest, fence);
      case Doomed.Link.Tagged(var name, var tag, var digest) ->
          tags.unlink(name, tag, digest, fence);
      case Doomed.Link.TagHistory history -> fence.delete(history.key());
      case Doomed.Link.Layer layer -> {
        boolean isGone = fence.delete(layer.key());
        if (isGone) {
          changes.tell(layer.repository(), new Change.BlobRemoved(layer.named()));
        }
        yield isGone;
      }
    };
  }
}
