package dev.lading.content.interleaving;

import java.util.BitSet;

/** What one step, or all steps that may still come, look at and change: numbers of names. */
record Reach(BitSet reads, BitSet writes) {
  static final Reach NOTHING = new Reach(new BitSet(), new BitSet());

  /** Whether the order matters in which two steps are taken. */
  boolean conflicts(Reach other) {
    return writes.intersects(other.writes)
        || writes.intersects(other.reads)
        || reads.intersects(other.writes);
  }

  boolean contains(Reach other) {
    return contains(reads, other.reads) && contains(writes, other.writes);
  }

  Reach and(Reach other) {
    if (contains(other)) {
      return this;
    }
    return new Reach(both(reads, other.reads), both(writes, other.writes));
  }

  private static boolean contains(BitSet all, BitSet some) {
    BitSet missing = (BitSet) some.clone();
    missing.andNot(all);
    return missing.isEmpty();
  }

  private static BitSet both(BitSet one, BitSet other) {
    BitSet both = (BitSet) one.clone();
    both.or(other);
    return both;
  }
}
