package dev.lading.server.handlers;

import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.Manifest;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.store.StoredManifest;
import dev.lading.server.exchange.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a removal leaves to the collector, told in its answer. Nothing is looked up for that beside
 * what was removed, so it is a bound: something else may need the bytes as well, or rely on them.
 *
 * <pre>{@code
 * Lading-Garbage: after="2026-11-22T21:00:00Z", free="2026-11-29T21:00:00Z", bytes=31337, scheduled
 * }</pre>
 *
 * No run removes before {@code after} what was needed until now; only {@code gc run --now} may. It
 * takes longer for what was pushed within the grace, as {@code lading gc explain} tells. They take
 * space in the trash until {@code free} at least, which is not there without a trash. There are
 * {@code bytes} of them at most. And where no run comes by itself, {@code scheduled=?0} says so.
 *
 * @param grace how long things are safe once a run finds them unneeded, which the next one does
 * @param trash how long what was removed is kept; zero for not at all
 * @param isScheduled whether runs come by themselves
 * @param isUntaggedToo whether a manifest goes that no tag names any more
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9651#section-3.2">RFC 9651, dictionaries</a>
 */
public record GarbageNotice(
    Duration grace,
    Duration trash,
    boolean isScheduled,
    boolean isUntaggedToo,
    InstantSource clock) {
  /** Where nothing was configured. */
  public static final GarbageNotice DEFAULT =
      new GarbageNotice(
          GcTerms.DEFAULT.grace(), Duration.ZERO, false, false, InstantSource.system());

  private static final String HEADER = "Lading-Garbage";

  /** The answer to the removal of a tag, after which its manifest may go or not. */
  Response ofTag(Response answer, Optional<StoredManifest> named) {
    return isUntaggedToo ? ofManifest(answer, named) : answer;
  }

  /**
   * The answer to the removal of a manifest.
   *
   * @param removed empty when its bytes were not there, or not understood
   */
  Response ofManifest(Response answer, Optional<StoredManifest> removed) {
    return removed.map(manifest -> of(answer, bytes(manifest))).orElse(answer);
  }

  /**
   * The answer to the removal of a blob.
   *
   * @param size empty when its bytes were not there
   */
  Response ofBlob(Response answer, Optional<Long> size) {
    return size.map(bytes -> of(answer, bytes)).orElse(answer);
  }

  private Response of(Response answer, long bytes) {
    Instant after = clock.instant().plus(grace).truncatedTo(ChronoUnit.SECONDS);
    String free = trash.isPositive() ? ", free=\"" + after.plus(trash) + "\"" : "";
    String scheduled = isScheduled ? ", scheduled" : ", scheduled=?0";
    return answer.with(HEADER, "after=\"" + after + "\"" + free + ", bytes=" + bytes + scheduled);
  }

  /** Its own, and those of what it refers to; children of an index stay without it. */
  private static long bytes(StoredManifest manifest) {
    Map<Digest, Long> blobs = new HashMap<>();
    for (Descriptor blob :
        Manifest.parse(manifest.bytes(), Optional.empty()).references().blobs()) {
      blobs.put(blob.digest(), blob.size());
    }
    long referred = blobs.values().stream().mapToLong(Long::longValue).sum();
    return manifest.bytes().length + referred;
  }
}
