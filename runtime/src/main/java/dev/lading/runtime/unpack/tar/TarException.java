package dev.lading.runtime.unpack.tar;

/** Why no more can be read of a tar. */
public abstract sealed class TarException extends RuntimeException {
  private TarException(String message) {
    super(message);
  }

  /** The tar ends inside an entry. */
  public static final class Truncated extends TarException {
    public Truncated() {
      super("the tar ends in the middle of an entry");
    }
  }

  /** What is there is no tar, or a damaged one. */
  public static final class Malformed extends TarException {
    public Malformed(String problem) {
      super(problem);
    }
  }

  /** An extended header, a long name or a map of a sparse file has more bytes than are read. */
  public static final class TooLong extends TarException {
    private final long limitBytes;

    public TooLong(long limitBytes) {
      super("an extended header has more than " + limitBytes + " bytes");
      this.limitBytes = limitBytes;
    }

    public long limitBytes() {
      return limitBytes;
    }
  }
}
