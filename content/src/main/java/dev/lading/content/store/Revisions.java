package dev.lading.content.store;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.storage.Fence;
import dev.lading.storage.StorageDriver;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Which manifests each repository holds: the revision links. Whoever changes one, and whoever
 * brings one into an index, holds that manifest's lock around both, so that store and index see
 * changes in one order.
 */
final class Revisions {
  private final StorageDriver driver;
  private final Links links;
  private final Stripes stripes;

  Revisions(StorageDriver driver, Links links, Stripes stripes) {
    this.stripes = stripes;
    this.driver = driver;
    this.links = links;
  }

  boolean holds(RepositoryName name, Digest digest) {
    return links.find(Layout.revisionLink(name, digest), digest).isPresent();
  }

  /** In the order of their digests, read as they are asked for; any may be gone when it is used. */
  Stream<Digest> list(RepositoryName name) {
    return Arrays.stream(Algorithm.values())
        .flatMap(
            algorithm ->
                Children.of(driver, Layout.revisions(name, algorithm))
                    .flatMap(hex -> Digest.find(algorithm, hex).stream()));
  }

  /**
   * Links the manifest, whether it was or not.
   *
   * @param then runs before anybody else changes the same link
   */
  void add(RepositoryName name, Digest digest, Runnable then) {
    stripes.guarded(
        lockName(name, digest),
        () -> {
          links.write(Layout.revisionLink(name, digest), digest);
          then.run();
        });
  }

  /**
   * Removes the link, if it is there.
   *
   * @param then runs when it was, before anybody else changes it
   * @return whether it was
   */
  boolean remove(RepositoryName name, Digest digest, Runnable then) {
    return whileHeld(
        name,
        digest,
        () -> {
          driver.delete(Layout.revisionLink(name, digest));
          then.run();
        });
  }

  /**
   * Removes the link, be it readable or not, through a collector's fence.
   *
   * @param then runs when it was there and is gone, before anybody else changes it
   * @return whether that is confirmed
   */
  boolean remove(RepositoryName name, Digest digest, Fence fence, Runnable then) {
    return stripes.guarded(
        lockName(name, digest),
        () -> {
          boolean held = holds(name, digest);
          boolean isGone = fence.delete(Layout.revisionLink(name, digest));
          if (held && isGone) {
            then.run();
          }
          return isGone;
        });
  }

  /**
   * Does something while the link is there and stays; nothing when it is not.
   *
   * @return whether it is
   */
  boolean whileHeld(RepositoryName name, Digest digest, Runnable work) {
    return stripes.guarded(
        lockName(name, digest),
        () -> {
          boolean held = holds(name, digest);
          if (held) {
            work.run();
          }
          return held;
        });
  }

  private static String lockName(RepositoryName name, Digest digest) {
    return name + "@" + digest;
  }
}
