package dev.lading.gc;

/**
 * One thing that a scrub found wrong.
 *
 * @param where the digest of stored bytes, the key of a link, {@code repository:tag} or {@code
 *     repository@digest}
 * @param what for those who read
 */
public record Finding(Kind kind, String where, String what, State state) {
  /** What kind of thing. */
  public enum Kind {
    /** Stored bytes are not what they are named. They stay: a push of the same heals them. */
    BYTES_DAMAGED,
    /** The store did not give them back. */
    BYTES_UNREADABLE,
    /** A manifest needs a blob whose bytes are gone. */
    BLOB_MISSING,
    /** A repository holds a manifest whose bytes are gone. */
    MANIFEST_MISSING,
    /** A manifest's bytes are damaged, or none. */
    MANIFEST_UNREADABLE,
    /** An index has a child that its repository does not hold. */
    CHILD_MISSING,
    /** A manifest needs a blob that its repository may not read, though the bytes are there. */
    LINK_MISSING,
    /** A link is empty, or no digest. */
    LINK_UNREADABLE,
    /** A link says another digest than the one that it is named after. */
    LINK_WRONG,
    /**
     * A link says under which other digest its bytes are kept, and they are not what it is named.
     */
    ALIAS_WRONG,
    /** A link to bytes that are gone, which nothing needs. */
    LINK_USELESS,
    /** The store did not give a link back. */
    LINK_FAILED,
    /** A tag names what its repository does not hold. */
    TAG_DANGLING,
    /** It is on record that a tag once named a manifest whose bytes are gone. */
    HISTORY_DANGLING,
    /** Among manifests and tags there is something that this version does not know. */
    NOT_UNDERSTOOD
  }

  /** What was done about it. */
  public enum State {
    /** Nothing. */
    FOUND,
    /** It is no more. */
    REPAIRED,
    /** It was tried. */
    FAILED
  }

  Finding in(State another) {
    return new Finding(kind, where, what, another);
  }
}
