package dev.lading.conformance.garbage;

import java.util.concurrent.atomic.LongAdder;

/** What happened, for all clients together. Safe for any number of threads. */
final class Tally {
  /** Manifests whose push was acknowledged. */
  final LongAdder pushes = new LongAdder();

  /** Images that were pulled, and every byte of them compared. */
  final LongAdder pulls = new LongAdder();

  /** Layers that were there already, so that nobody uploaded them. */
  final LongAdder relied = new LongAdder();

  final LongAdder mounts = new LongAdder();

  /** Manifests that were refused because a layer was gone; each was then accepted. */
  final LongAdder unknown = new LongAdder();

  /** Requests that were to be repeated later. */
  final LongAdder busy = new LongAdder();

  /** Requests without an answer, since a server died. */
  final LongAdder unanswered = new LongAdder();

  final LongAdder deletes = new LongAdder();

  final LongAdder kills = new LongAdder();

  /** What skopeo and podman did. */
  final LongAdder copies = new LongAdder();

  @Override
  public String toString() {
    return ("%s pushes, %s pulls, %s layers relied on, %s mounted, %s answers \"unknown\", %s \"busy\","
            + " %s without an answer, %s deletes, %s by skopeo and podman, %s kills")
        .formatted(
            pushes, pulls, relied, mounts, unknown, busy, unanswered, deletes, copies, kills);
  }
}
