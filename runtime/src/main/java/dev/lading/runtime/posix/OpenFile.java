package dev.lading.runtime.posix;

import static dev.lading.runtime.posix.Kernel.failedWith;
import static dev.lading.runtime.posix.Kernel.succeeded;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * An open file of any type. What is done to it is done to what was opened, whatever has its name by
 * now. For one thread at a time; whoever opens it closes it. Methods throw {@link
 * PosixException.CallFailed}.
 */
public final class OpenFile implements AutoCloseable {
  private static final int CLOSED = -1;

  private final Kernel kernel;
  private final RawName name;
  private int number;

  OpenFile(Kernel kernel, RawName name, int number) {
    this.kernel = kernel;
    this.name = name;
    this.number = number;
  }

  public Stat stat() {
    succeeded(kernel.statx(number(), new RawName("")), SystemCall.STATX, name);
    return kernel.stat();
  }

  /** At the current position, all of it. */
  public void write(byte[] bytes, int from, int length) {
    int at = from;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, kernel.dataBytes());
      long written = succeeded(kernel.write(number(), bytes, at, count), SystemCall.WRITE, name);
      at += (int) written;
      left -= (int) written;
    }
  }

  /** Sets the position. */
  public void seek(long position) {
    succeeded(kernel.seek(number(), position), SystemCall.LSEEK, name);
  }

  /** Sets the size; what is added is a hole. */
  public void truncate(long size) {
    succeeded(kernel.ftruncate(number(), size), SystemCall.FTRUNCATE, name);
  }

  /**
   * From the current position to the end.
   *
   * @throws PosixException.TooLarge when there are more bytes than that
   */
  public byte[] readAll(int limitBytes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (long count = read(); count > 0; count = read()) {
      if (count > limitBytes - bytes.size()) {
        throw new PosixException.TooLarge(name, limitBytes);
      }
      bytes.writeBytes(kernel.data().asSlice(0, count).toArray(JAVA_BYTE));
    }
    return bytes.toByteArray();
  }

  public void chmod(int mode) {
    succeeded(kernel.fchmod(number(), mode), SystemCall.FCHMOD, name);
  }

  public void chown(int owner, int group) {
    succeeded(kernel.fchown(number(), owner, group), SystemCall.FCHOWN, name);
  }

  /** Sets both times of the file. */
  public void touch(long seconds, int nanos) {
    succeeded(kernel.futimens(number(), seconds, nanos), SystemCall.UTIMENSAT, name);
  }

  public void setAttribute(RawName attribute, byte[] value) {
    succeeded(kernel.fsetxattr(number(), attribute, value), SystemCall.FSETXATTR, name);
  }

  public void removeAttribute(RawName attribute) {
    succeeded(kernel.fremovexattr(number(), attribute), SystemCall.FREMOVEXATTR, name);
  }

  /** The names of all extended attributes; empty as well where the file system has none. */
  public List<RawName> attributes() {
    long answer = kernel.flistxattr(number());
    if (failedWith(answer, Errno.EOPNOTSUPP)) {
      return List.of();
    }
    long length = succeeded(answer, SystemCall.FLISTXATTR, name);
    List<RawName> names = new ArrayList<>();
    for (long at = 0; at < length; ) {
      RawName attribute = Texts.until0(kernel.data(), at);
      names.add(attribute);
      at += attribute.length() + 1;
    }
    return names;
  }

  @Override
  public void close() {
    if (number != CLOSED) {
      kernel.close(number);
      number = CLOSED;
    }
  }

  private long read() {
    return succeeded(kernel.read(number()), SystemCall.READ, name);
  }

  RawName name() {
    return name;
  }

  /** The link to it below {@code /proc}, which works for a file that was opened without access. */
  RawName link() {
    return new RawName("/proc/self/fd/" + number());
  }

  int number() {
    if (number == CLOSED) {
      throw new IllegalStateException(name + " is closed");
    }
    return number;
  }
}
