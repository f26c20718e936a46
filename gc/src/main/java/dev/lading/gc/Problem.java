package dev.lading.gc;

import dev.lading.storage.Key;

/**
 * One thing that a run met and that somebody should know of. None of them stops what has nothing to
 * do with it.
 *
 * @param what for those who read
 */
public record Problem(Kind kind, String where, String what) {
  /** One that stops the removal of all bytes. */
  static Problem notUnderstood(Key key) {
    return new Problem(
        Kind.NOT_UNDERSTOOD,
        key.path(),
        "no link that this version knows, so no bytes go: move it away if it is none");
  }

  /** What kind of thing. */
  public enum Kind {
    /** A link is empty or no digest: it counts as absent. */
    LINK_UNREADABLE,
    /** The store did not give a link back: its repository was left as it is. */
    LINK_FAILED,
    /** A manifest's bytes are damaged or none: its repository was left as it is. */
    MANIFEST_UNREADABLE,
    /** A manifest's bytes are gone: its repository was left as it is. */
    MANIFEST_MISSING,
    /** A tag names what its repository does not hold. */
    TAG_DANGLING,
    /** An index has a child that its repository does not hold. */
    CHILD_MISSING,
    /** A manifest needs a blob whose bytes nobody has. */
    BLOB_MISSING,
    /** A client deleted a blob by name that a manifest of the repository needs. */
    BLOB_DELETED,
    /** A repository could not read a blob that one of its manifests needs, and can again. */
    LINK_REPAIRED,
    /** Bytes that something needs came back from the trash. */
    BYTES_RESTORED,
    /** Among manifests and tags there is something not understood: no bytes were removed. */
    NOT_UNDERSTOOD,
    /** Among manifests and tags there is a file that is known to be no content: it is left. */
    LITTER,
    /** Something could not be removed; the next run tries again. */
    REMOVAL_FAILED,
    /** Something else that the run does could not be done; the next run tries again. */
    UPKEEP_FAILED,
    /** The store's clock and ours went apart: nothing more was removed. */
    CLOCK_STEPPED,
    /** Somebody holds the store: nothing more was removed. */
    HELD,
    /** Another run has begun meanwhile: nothing more was removed. */
    LEASE_LOST,
    /** The run lasted too long, or its window ended: nothing more was removed. */
    OUT_OF_TIME
  }
}
