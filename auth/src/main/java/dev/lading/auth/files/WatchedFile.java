package dev.lading.auth.files;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value that files say, read from them again when they change: users, robots, keys, policies, or
 * a certificate and its key together.
 *
 * <p>{@link #get} touches no file. {@link #look} does, and is called by one loop in the background,
 * each second or so. It follows symbolic links anew, so it sees the swap by which Kubernetes renews
 * a mounted secret, as it sees a rename and a change in place.
 *
 * <p>An edit that cannot be used (or a file that is gone) changes nothing: the value of before
 * stays in force, the log says so once, and {@link #trouble} until it is mended. Until then each
 * look parses the files again, changed or not: what a parser objects to may lie outside of them.
 *
 * <p>Safe for any number of threads.
 */
public final class WatchedFile<T> {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

  /** So near to its last change, a file may change again and look the same from outside. */
  private static final Duration UNSETTLED = Duration.ofSeconds(2);

  private final List<Path> files;
  private final Function<List<FileContent>, T> parser;
  private final InstantSource clock;
  private volatile Reading<T> inForce;
  private volatile Optional<Trouble> trouble = Optional.empty();

  // What the last look found, usable or not. Guarded by this.
  private Seen seen;

  /**
   * Why the files as they are now are not in force.
   *
   * @param since when that was first seen
   */
  public record Trouble(UnusableFile reason, Instant since) {
    private boolean isOf(UnusableFile other) {
      return reason.file().equals(other.file()) && reason.problems().equals(other.problems());
    }
  }

  /** What is in force, and since when. */
  private record Reading<T>(T value, Instant since) {}

  /** How a file looks from outside; two files that differ in this differ. */
  private record Stamp(String fileKey, long size, Instant modified) {}

  /** What a look has found, or nothing; the stamps are those from before the bytes were read. */
  private record Seen(List<Stamp> stamps, List<FileContent> contents, Instant at) {
    static final Seen NOTHING = new Seen(List.of(), List.of(), Instant.EPOCH);

    boolean isSettled() {
      return !stamps.isEmpty()
          && stamps.stream().allMatch(stamp -> stamp.modified().plus(UNSETTLED).isBefore(at));
    }

    boolean hasBytesOf(Seen other) {
      return contents.size() == other.contents.size()
          && IntStream.range(0, contents.size())
              .allMatch(i -> contents.get(i).hasBytesOf(other.contents.get(i)));
    }
  }

  private WatchedFile(
      List<Path> files, Function<List<FileContent>, T> parser, InstantSource clock) {
    this.files = List.copyOf(files);
    this.parser = parser;
    this.clock = clock;
    this.seen = see();
    this.inForce = new Reading<>(parser.apply(seen.contents()), seen.at());
  }

  /**
   * Reads one file.
   *
   * @param parser throws {@link UnusableFile} when it can make nothing of the file
   * @throws UnusableFile when that happens now, when there is no value of before
   */
  public static <T> WatchedFile<T> of(
      Path file, Function<FileContent, T> parser, InstantSource clock) {
    return new WatchedFile<>(List.of(file), contents -> parser.apply(contents.getFirst()), clock);
  }

  /** As {@link #of}, for files that make up one value; the parser is given them in this order. */
  public static <T> WatchedFile<T> ofAll(
      List<Path> files, Function<List<FileContent>, T> parser, InstantSource clock) {
    return new WatchedFile<>(files, parser, clock);
  }

  /** What is in force. */
  public T get() {
    return inForce.value();
  }

  /** When what is in force was read. */
  public Instant since() {
    return inForce.since();
  }

  /** Why the files of now are not in force; empty when they are. */
  public Optional<Trouble> trouble() {
    return trouble;
  }

  /**
   * Looks at the files, and reads them when they have changed.
   *
   * @return whether they were read to another value, which {@link #get} has from now on
   */
  public synchronized boolean look() {
    Seen before = seen;
    try {
      if (isUnchanged()) {
        return trouble.isPresent() && renew();
      }
      seen = see();
    } catch (UnusableFile e) {
      seen = Seen.NOTHING; // so that the same files are read when they are back
      report(e);
      return false;
    }
    return (trouble.isPresent() || !seen.hasBytesOf(before)) && renew();
  }

  /** Whether the files are those that were seen, which is only sure of files that have settled. */
  private boolean isUnchanged() {
    return seen.isSettled() && seen.stamps().equals(stamps());
  }

  private boolean renew() {
    try {
      inForce = new Reading<>(parser.apply(seen.contents()), seen.at());
    } catch (UnusableFile e) {
      report(e);
      return false;
    }
    trouble = Optional.empty();
    LOG.info("read again after a change files={}", files);
    return true;
  }

  private void report(UnusableFile reason) {
    if (trouble.filter(known -> known.isOf(reason)).isEmpty()) {
      trouble = Optional.of(new Trouble(reason, clock.instant()));
      LOG.error(
          "a change cannot be used, what was read at {} stays in force: {}",
          inForce.since(),
          reason.getMessage());
    }
  }

  private Seen see() {
    Instant at = clock.instant();
    List<Stamp> stamps = stamps();
    return new Seen(stamps, files.stream().map(FileContent::read).toList(), at);
  }

  private List<Stamp> stamps() {
    return files.stream().map(WatchedFile::stamp).toList();
  }

  private static Stamp stamp(Path file) {
    BasicFileAttributes attributes = FileContent.attributes(file);
    return new Stamp(
        String.valueOf(attributes.fileKey()),
        attributes.size(),
        attributes.lastModifiedTime().toInstant());
  }
}
