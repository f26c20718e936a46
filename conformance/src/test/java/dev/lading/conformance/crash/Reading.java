package dev.lading.conformance.crash;

import java.util.List;
import java.util.Optional;

/** A store as a client sees it. */
public interface Reading {
  /** The bytes of a layer or config; empty when the repository does not hold it. */
  Optional<byte[]> blob(String repository, String digest);

  /**
   * The bytes of a manifest; empty when there is none.
   *
   * @param reference a tag or a digest
   */
  Optional<byte[]> manifest(String repository, String reference);

  /** Every tag listed; none for a repository that is not there. */
  List<String> tags(String repository);
}
