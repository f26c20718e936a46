package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Why something is still there, or until when. */
public sealed interface Explanation {
  /** Something keeps it, in each of these repositories. */
  record Kept(Digest digest, List<Chain> chains) implements Explanation {}

  /**
   * Nothing in these repositories may go, because something in them cannot be read; or no bytes in
   * the whole store, because something is not understood.
   *
   * @param repositories empty when it is all of the store
   */
  record KeptByDoubt(Digest digest, List<RepositoryName> repositories, List<Problem> problems)
      implements Explanation {}

  /**
   * Nothing keeps it.
   *
   * @param since when the last run found that first; empty when none has yet
   * @param goes from when on a run may remove it
   * @param bytes that this frees; 0 when the bytes are gone already
   * @param lastClaim when somebody relied on it last, as far as the store knows
   */
  record Unreachable(
      Digest digest, Optional<Instant> since, Instant goes, long bytes, Optional<Instant> lastClaim)
      implements Explanation {}

  /** The store has neither bytes nor links of that name. */
  record Unknown(Digest digest) implements Explanation {}

  /**
   * What keeps it in one repository, from the root on.
   *
   * @param tag empty when the root is kept without one, as untagged manifests are by default
   * @param manifests the root first, what was asked about last
   */
  record Chain(RepositoryName repository, Optional<Tag> tag, List<Digest> manifests) {}
}
