package dev.lading.trust;

/**
 * The version of one role's metadata: it counts from 1 and only ever rises.
 *
 * @param number at least 1; at most 2<sup>31</sup>-1, past which some clients cannot count
 */
public record MetadataVersion(int number) implements Comparable<MetadataVersion> {
  public static final MetadataVersion FIRST = new MetadataVersion(1);

  public MetadataVersion {
    if (number < 1) {
      throw new IllegalArgumentException("a version counts from 1, not " + number);
    }
  }

  /**
   * @throws ArithmeticException when there is none
   */
  public MetadataVersion next() {
    return new MetadataVersion(Math.addExact(number, 1));
  }

  @Override
  public int compareTo(MetadataVersion other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Integer.toString(number);
  }
}
