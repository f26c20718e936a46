package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.claim.RunNumber;
import java.time.Instant;
import java.util.List;

/**
 * What one run came to. Times are the store's.
 *
 * @param dryRun whether it only looked: then {@code removed} is what would have gone
 * @param tags that retention rules let go
 * @param claimed how many things stayed because somebody relies on them, or on what keeps them
 * @param waiting what is unreachable, and stays until it has been so for long enough
 * @param freedBytes in all; with trash on, freed when that is purged
 * @param uploads that nobody went on with; their bytes are not among {@code freedBytes}
 * @param purgedTrash how many things were taken out of the trash for good
 */
public record Report(
    RunNumber run,
    Instant began,
    Instant ended,
    boolean dryRun,
    Marked marked,
    List<GoneTag> tags,
    List<Removed> removed,
    long claimed,
    List<Waiting> waiting,
    long freedBytes,
    Uploads uploads,
    long purgedTrash,
    List<Problem> problems) {

  /** What was looked at. */
  public record Marked(int repositories, int manifests, int blobs) {}

  /**
   * Upload sessions that were ended.
   *
   * @param bytes that they held
   * @param unfinished writes of a bucket that no listing shows, of whatever size; none in a dry run
   */
  public record Uploads(int sessions, long bytes, int unfinished) {
    public static final Uploads NONE = new Uploads(0, 0, 0);
  }

  /** A tag that was removed by a rule. */
  public record GoneTag(RepositoryName repository, Tag tag, Digest target, String reason) {}

  /** What was removed of one digest. */
  public enum What {
    /** A manifest, from the repositories. */
    MANIFEST,
    /** A layer, a config, or bytes that nothing tells more of. */
    BLOB,
    /** Links only: what they led to stays, or was gone before. */
    LINKS
  }

  /**
   * What was removed of one digest.
   *
   * @param bytes that were freed; 0 when others still need them
   * @param repositories that held it
   */
  public record Removed(Digest digest, long bytes, What what, List<RepositoryName> repositories) {}

  /**
   * What is unreachable, and stays for now.
   *
   * @param goes from when on a run may remove it
   */
  public record Waiting(Digest digest, long bytes, Instant since, Instant goes) {}

  public Report {
    tags = List.copyOf(tags);
    removed = List.copyOf(removed);
    waiting = List.copyOf(waiting);
    problems = List.copyOf(problems);
  }
}
