package dev.lading.server;

import dev.lading.content.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The record of who changed what: one line for every change of content; pulls only in detail. */
final class ChangeLog implements Change.Listener {
  private static final Logger LOG = LoggerFactory.getLogger("change");

  @Override
  public void changed(Change change) {
    switch (change.what()) {
      case Change.BlobPulled _, Change.ManifestPulled _ -> {
        if (LOG.isDebugEnabled()) {
          LOG.debug(line(change));
        }
      }
      case Change.BlobPushed _,
          Change.BlobMounted _,
          Change.BlobRemoved _,
          Change.ManifestPushed _,
          Change.ManifestRemoved _,
          Change.TagSet _,
          Change.TagRemoved _ ->
          LOG.info(line(change));
    }
  }

  private static String line(Change change) {
    return what(change.what())
        + " repository="
        + change.repository()
        + " principal="
        + change.by().principal().orElse("-")
        + " client="
        + change.by().address().orElse("-")
        + " request="
        + change.by().requestId().orElse("-");
  }

  private static String what(Change.What what) {
    return switch (what) {
      case Change.BlobPushed(var digest, var size) ->
          "blob-pushed digest=" + digest + " bytes=" + size;
      case Change.BlobMounted(var digest, var from) ->
          "blob-mounted digest=" + digest + from.map(name -> " from=" + name).orElse("");
      case Change.BlobPulled(var digest, var size) ->
          "blob-pulled digest=" + digest + " bytes=" + size;
      case Change.BlobRemoved(var digest) -> "blob-removed digest=" + digest;
      case Change.ManifestPushed(var digest, var type, var size) ->
          "manifest-pushed digest=" + digest + " type=" + type + " bytes=" + size;
      case Change.ManifestPulled(var digest, var by) ->
          "manifest-pulled digest=" + digest + by.map(tag -> " tag=" + tag).orElse("");
      case Change.ManifestRemoved(var digest) -> "manifest-removed digest=" + digest;
      case Change.TagSet(var tag, var digest) -> "tag-set tag=" + tag + " digest=" + digest;
      case Change.TagRemoved(var tag, var digest) -> "tag-removed tag=" + tag + " digest=" + digest;
    };
  }
}
