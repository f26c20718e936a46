package dev.lading.runtime.posix;

/** What could not be done with files. Messages are for people. */
public abstract sealed class PosixException extends RuntimeException {
  private PosixException(String message) {
    super(message);
  }

  /** The kernel refused a call; nothing was changed by it. */
  public static final class CallFailed extends PosixException {
    private final SystemCall call;
    private final transient RawName subject;
    private final transient Errno errno;

    public CallFailed(SystemCall call, RawName subject, Errno errno) {
      super(
          "%s: %s (%s)%s"
              .formatted(
                  subject,
                  errno,
                  call,
                  call == SystemCall.OPENAT2 && errno.equals(Errno.ENOSYS)
                      ? "; Linux 5.6 or later is needed"
                      : ""));
      this.call = call;
      this.subject = subject;
      this.errno = errno;
    }

    public SystemCall call() {
      return call;
    }

    /** Relative to the directory that was asked. */
    public RawName subject() {
      return subject;
    }

    public Errno errno() {
      return errno;
    }
  }

  /** A file has more bytes than are read. */
  public static final class TooLarge extends PosixException {
    private final transient RawName path;
    private final long limitBytes;

    public TooLarge(RawName path, long limitBytes) {
      super(path + " has more than " + limitBytes + " bytes");
      this.path = path;
      this.limitBytes = limitBytes;
    }

    public RawName path() {
      return path;
    }

    public long limitBytes() {
      return limitBytes;
    }
  }

  /** Somebody else moved directories about while they were walked. */
  public static final class Moved extends PosixException {
    public Moved(RawName directory) {
      super(directory + " was moved by another program in the meantime");
    }
  }

  /** The kernel's calls are not known here. */
  public static final class UnknownMachine extends PosixException {
    public UnknownMachine(String os, String processor) {
      super(
          "files of images are handled on Linux on x86-64 and AArch64 only; this is %s on %s"
              .formatted(os, processor));
    }
  }
}
