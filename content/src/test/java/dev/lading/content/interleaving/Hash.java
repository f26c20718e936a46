package dev.lading.content.interleaving;

/** 64 bits of what a state is made of: the same in every run, so that counts are. */
final class Hash {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private Hash() {}

  /** As the finaliser of SplitMix64: each bit of the input reaches each of the output. */
  static long mix(long value) {
    long z = value + FACTOR;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  static long mix(long one, long other) {
    return mix(mix(one) + FACTOR * other);
  }

  static long of(byte[] bytes) {
    long hash = bytes.length;
    for (byte each : bytes) {
      hash = (hash ^ each) * 0x100000001B3L;
    }
    return mix(hash);
  }

  /** Of a value in a {@link World}. */
  static long of(Object value) {
    return switch (value) {
      case Stored stored -> mix(stored.bytes().hash(), stored.nanos());
      case Long number -> mix(number);
      case String text -> mix(of(text), text.length());
      default -> throw new IllegalArgumentException("not a value: " + value.getClass());
    };
  }

  static long of(String text) {
    long hash = text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return mix(hash);
  }
}
