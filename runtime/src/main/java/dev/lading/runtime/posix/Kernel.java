package dev.lading.runtime.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.lading.runtime.posix.PosixException.CallFailed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * The calls with their arguments in the kernel's memory layouts. Files are numbers here; {@link
 * Directory} and {@link OpenFile} are for everybody else. Each method answers what the kernel does,
 * or the negative of errno. For one thread at a time; whoever opens it closes it after all files.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2)</a>, and the pages
 *     of the others beside it
 */
public final class Kernel implements AutoCloseable {
  static final int AT_FDCWD = -100;
  static final int AT_EMPTY_PATH = 0x1000;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_REMOVEDIR = 0x200;

  private static final int PATH_MAX = 4096; // with the zero byte
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int DATA_BYTES = 256 * 1024;
  private static final int ATTEMPTS = 128;

  private final Arena memory = Arena.ofShared();
  private final Downcall door = new Downcall(memory);
  private final MemorySegment path = memory.allocate(PATH_MAX);
  private final MemorySegment otherPath = memory.allocate(PATH_MAX);
  private final MemorySegment structure = memory.allocate(256, 8);
  private final MemorySegment data = memory.allocate(DATA_BYTES, 8);
  private final Architecture architecture;

  private Kernel(Architecture architecture) {
    this.architecture = architecture;
  }

  /**
   * @throws PosixException.UnknownMachine elsewhere than on Linux on x86-64 and AArch64
   */
  public static Kernel open() {
    return new Kernel(
        Architecture.of(System.getProperty("os.name"), System.getProperty("os.arch")));
  }

  /** Whether this process may do as the superuser does, as far as its user goes. */
  public boolean isSuperuser() {
    return call(SystemCall.GETEUID, 0, 0, 0) == 0;
  }

  @Override
  public void close() {
    memory.close();
  }

  Architecture architecture() {
    return architecture;
  }

  /** How many bytes {@link #write} takes at most. */
  int dataBytes() {
    return DATA_BYTES;
  }

  /**
   * Tried again when a lookup was disturbed: where {@code ..} is in the path, the kernel answers
   * EAGAIN whenever anything is renamed at the same time.
   */
  long openat2(int directory, RawName name, long flags, long mode, long resolve) {
    structure.set(JAVA_LONG, 0, flags);
    structure.set(JAVA_LONG, 8, mode);
    structure.set(JAVA_LONG, 16, resolve);
    long answer = -Errno.EAGAIN.number();
    for (int i = 0; i < ATTEMPTS && answer == -Errno.EAGAIN.number(); i++) {
      answer = call(SystemCall.OPENAT2, directory, path(path, name), structure.address(), 24, 0);
    }
    return answer;
  }

  long close(int file) {
    return call(SystemCall.CLOSE, file, 0, 0);
  }

  long mkdirat(int directory, RawName name, int mode) {
    return call(SystemCall.MKDIRAT, directory, path(path, name), mode);
  }

  long mknodat(int directory, RawName name, int mode, long device) {
    return call(SystemCall.MKNODAT, directory, path(path, name), mode, device, 0);
  }

  long unlinkat(int directory, RawName name, int flags) {
    return call(SystemCall.UNLINKAT, directory, path(path, name), flags);
  }

  long symlinkat(RawName target, int directory, RawName name) {
    return call(SystemCall.SYMLINKAT, path(otherPath, target), directory, path(path, name));
  }

  long linkat(int from, RawName fromName, int to, RawName toName) {
    return call(SystemCall.LINKAT, from, path(otherPath, fromName), to, path(path, toName), 0);
  }

  /** Empty target of a link is none: at least one byte. */
  long readlinkat(int directory, RawName name) {
    return call(SystemCall.READLINKAT, directory, path(path, name), data.address(), PATH_MAX, 0);
  }

  long fchmod(int file, int mode) {
    return call(SystemCall.FCHMOD, file, mode, 0);
  }

  /** Follows links: for names below {@code /proc/self/fd}. */
  long chmod(RawName name, int mode) {
    return call(SystemCall.FCHMODAT, AT_FDCWD, path(path, name), mode);
  }

  long fchown(int file, int owner, int group) {
    return call(SystemCall.FCHOWN, file, owner, group);
  }

  long fchownat(int directory, RawName name, int owner, int group) {
    return call(
        SystemCall.FCHOWNAT, directory, path(path, name), owner, group, AT_SYMLINK_NOFOLLOW);
  }

  long futimens(int file, long seconds, int nanos) {
    return call(SystemCall.UTIMENSAT, file, 0, times(seconds, nanos));
  }

  long utimensat(int directory, RawName name, long seconds, int nanos) {
    return call(
        SystemCall.UTIMENSAT,
        directory,
        path(path, name),
        times(seconds, nanos),
        AT_SYMLINK_NOFOLLOW,
        0);
  }

  long ftruncate(int file, long size) {
    return call(SystemCall.FTRUNCATE, file, size, 0);
  }

  long seek(int file, long position) {
    return call(SystemCall.LSEEK, file, position, 0);
  }

  /** Of at most {@link #dataBytes}. */
  long write(int file, byte[] bytes, int from, int length) {
    MemorySegment.copy(bytes, from, data, JAVA_BYTE, 0, length);
    return call(SystemCall.WRITE, file, data.address(), length);
  }

  /** Into {@link #data}. */
  long read(int file) {
    return call(SystemCall.READ, file, data.address(), DATA_BYTES);
  }

  /** Into {@link #data}. */
  long getdents64(int directory) {
    return call(SystemCall.GETDENTS64, directory, data.address(), DATA_BYTES);
  }

  long fsetxattr(int file, RawName name, byte[] value) {
    return call(SystemCall.FSETXATTR, file, path(path, name), value(name, value), value.length, 0);
  }

  long lsetxattr(RawName file, RawName name, byte[] value) {
    return call(
        SystemCall.LSETXATTR,
        path(otherPath, file),
        path(path, name),
        value(name, value),
        value.length,
        0);
  }

  /** Into {@link #data}. */
  long flistxattr(int file) {
    return call(SystemCall.FLISTXATTR, file, data.address(), DATA_BYTES);
  }

  long fremovexattr(int file, RawName name) {
    return call(SystemCall.FREMOVEXATTR, file, path(path, name), 0);
  }

  /** Into {@link #stat()}; of the directory itself when the name is empty. */
  long statx(int directory, RawName name) {
    return call(
        SystemCall.STATX,
        directory,
        path(path, name),
        AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH,
        STATX_BASIC_STATS,
        structure.address());
  }

  /** What the last {@link #statx} found; the offsets are those of {@code struct statx}. */
  Stat stat() {
    return new Stat(
        Short.toUnsignedInt(structure.get(JAVA_SHORT, 28)),
        structure.get(JAVA_INT, 20),
        structure.get(JAVA_INT, 24),
        structure.get(JAVA_LONG, 40),
        structure.get(JAVA_LONG, 32),
        ((long) structure.get(JAVA_INT, 136) << 32) | structure.get(JAVA_INT, 140),
        structure.get(JAVA_INT, 16));
  }

  /** Where the calls that read put what they found, until the next one. */
  MemorySegment data() {
    return data;
  }

  /** The answer, unless it is a refusal. */
  static long succeeded(long answer, SystemCall call, RawName subject) {
    if (answer < 0) {
      throw new CallFailed(call, subject, new Errno((int) -answer));
    }
    return answer;
  }

  static boolean failedWith(long answer, Errno errno) {
    return answer == -errno.number();
  }

  private long call(SystemCall call, long a, long b, long c) {
    return call(call, a, b, c, 0, 0);
  }

  private long call(SystemCall call, long a, long b, long c, long d, long e) {
    long number = call.number(architecture);
    long answer = door.call(number, a, b, c, d, e);
    while (answer == -Errno.EINTR.number() && call != SystemCall.CLOSE) {
      answer = door.call(number, a, b, c, d, e);
    }
    return answer;
  }

  private long path(MemorySegment into, RawName name) {
    if (name.length() >= PATH_MAX) {
      throw new CallFailed(SystemCall.OPENAT2, name, Errno.ENAMETOOLONG);
    }
    into.setString(0, name.bytes(), StandardCharsets.ISO_8859_1);
    return into.address();
  }

  private long value(RawName attribute, byte[] value) {
    if (value.length > DATA_BYTES) {
      throw new CallFailed(SystemCall.FSETXATTR, attribute, Errno.E2BIG);
    }
    MemorySegment.copy(value, 0, data, JAVA_BYTE, 0, value.length);
    return data.address();
  }

  private long times(long seconds, int nanos) {
    for (int offset = 0; offset < 32; offset += 16) {
      structure.set(JAVA_LONG, offset, seconds);
      structure.set(JAVA_LONG, offset + 8, nanos);
    }
    return structure.address();
  }
}
