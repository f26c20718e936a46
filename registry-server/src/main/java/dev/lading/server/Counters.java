package dev.lading.server;

import dev.lading.content.Change;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** How often each kind of change happened since the start. */
final class Counters implements Change.Listener {
  /** The kinds that are counted, named as in the log. */
  enum Kind {
    BLOB_PUSHED,
    BLOB_MOUNTED,
    BLOB_PULLED,
    BLOB_REMOVED,
    MANIFEST_PUSHED,
    MANIFEST_PULLED,
    MANIFEST_REMOVED,
    TAG_SET,
    TAG_REMOVED
  }

  private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);

  Counters() {
    for (Kind kind : Kind.values()) {
      counts.put(kind, new LongAdder());
    }
  }

  @Override
  public void changed(Change change) {
    counter(kind(change.what())).increment();
  }

  long count(Kind kind) {
    return counter(kind).sum();
  }

  /** What happened at all, {@code kind=count} parted by blanks; or that nothing did. */
  @Override
  public String toString() {
    String happened = happened();
    return happened.isEmpty() ? "no changes" : happened;
  }

  private String happened() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue().sum() > 0)
        .map(entry -> name(entry.getKey()) + "=" + entry.getValue().sum())
        .collect(Collectors.joining(" "));
  }

  private LongAdder counter(Kind kind) {
    return counts.getOrDefault(kind, new LongAdder());
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Kind kind(Change.What what) {
    return switch (what) {
      case Change.BlobPushed _ -> Kind.BLOB_PUSHED;
      case Change.BlobMounted _ -> Kind.BLOB_MOUNTED;
      case Change.BlobPulled _ -> Kind.BLOB_PULLED;
      case Change.BlobRemoved _ -> Kind.BLOB_REMOVED;
      case Change.ManifestPushed _ -> Kind.MANIFEST_PUSHED;
      case Change.ManifestPulled _ -> Kind.MANIFEST_PULLED;
      case Change.ManifestRemoved _ -> Kind.MANIFEST_REMOVED;
      case Change.TagSet _ -> Kind.TAG_SET;
      case Change.TagRemoved _ -> Kind.TAG_REMOVED;
    };
  }
}
