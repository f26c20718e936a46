package dev.lading.content.store;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.storage.BlobSource;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** Reads stored bytes again, at the caller's pace, to see whether they are what they are named. */
public final class Verifying {
  private static final int PIECE_BYTES = 64 * 1024;
  private final StorageDriver driver;
  private final Damage damage;

  Verifying(StorageDriver driver, Damage damage) {
    this.driver = driver;
    this.damage = damage;
  }

  /** What came of reading some bytes. */
  public sealed interface Reading {
    /**
     * All of them were read.
     *
     * @param digests what they hash to, by each algorithm that was asked for
     */
    record Whole(long size, Set<Digest> digests) implements Reading {}

    /** There are none of that name. */
    record Absent() implements Reading {}

    /** The caller did not want to go on. */
    record GivenUp() implements Reading {}
  }

  /**
   * Hashes what is stored under a digest.
   *
   * @param algorithms besides the digest's own
   * @param pace asked before so many bytes are read; may wait; false to give up
   * @throws dev.lading.storage.StorageException when they cannot be read
   */
  public Reading read(Digest digest, Set<Algorithm> algorithms, IntPredicate pace) {
    Optional<BlobSource> source = driver.wholeSource(Layout.blobData(digest));
    return source
        .map(found -> read(digest, found, hashes(digest, algorithms), pace))
        .orElseGet(Reading.Absent::new);
  }

  /**
   * To be called when the bytes are not what they are named: if that is so still, then from now on
   * this process answers them as absent, and clients that upload them heal them.
   */
  public void answerAsAbsent(Digest digest) {
    damage.inspect(digest);
  }

  private static Map<Algorithm, MessageDigest> hashes(Digest digest, Set<Algorithm> algorithms) {
    Map<Algorithm, MessageDigest> hashes = new EnumMap<>(Algorithm.class);
    hashes.put(digest.algorithm(), digest.algorithm().newDigest());
    algorithms.forEach(each -> hashes.putIfAbsent(each, each.newDigest()));
    return hashes;
  }

  private static Reading read(
      Digest digest, BlobSource source, Map<Algorithm, MessageDigest> hashes, IntPredicate pace) {
    try (source;
        InputStream in = source.open(0, source.size())) {
      byte[] piece = new byte[PIECE_BYTES];
      long size = 0;
      int next = piece(source, size);
      while (pace.test(next)) {
        int count = in.read(piece);
        if (count < 0) {
          return new Reading.Whole(size, finish(hashes));
        }
        hashes.values().forEach(hash -> hash.update(piece, 0, count));
        size += count;
        next = piece(source, size);
      }
      return new Reading.GivenUp();
    } catch (IOException e) {
      throw new StorageUnavailable("reading the bytes of " + digest + " failed", e);
    }
  }

  /** How many bytes the next read gives at most; the last one finds the end only. */
  private static int piece(BlobSource source, long read) {
    return (int) Math.min(PIECE_BYTES, Math.max(0, source.size() - read));
  }

  private static Set<Digest> finish(Map<Algorithm, MessageDigest> hashes) {
    Set<Digest> digests = new HashSet<>();
    hashes.forEach((algorithm, hash) -> digests.add(Digest.finish(algorithm, hash)));
    return digests;
  }
}
