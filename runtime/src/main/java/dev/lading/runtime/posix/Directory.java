package dev.lading.runtime.posix;

import static dev.lading.runtime.posix.Kernel.failedWith;
import static dev.lading.runtime.posix.Kernel.succeeded;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An open directory, which stays the same one wherever it is moved. The names that its methods take
 * are single ones; no link is followed except by {@link #findWithin}. For one thread at a time;
 * whoever opens it closes it. Methods throw {@link PosixException.CallFailed} for whatever they do
 * not name.
 */
public final class Directory implements AutoCloseable {
  private static final int O_WRONLY = 01;
  private static final int O_CREAT = 0100;
  private static final int O_EXCL = 0200;
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;
  private static final int O_PATH = 010000000;
  private static final int RESOLVE_NO_XDEV = 0x01;
  private static final int RESOLVE_NO_MAGICLINKS = 0x02;
  private static final int RESOLVE_IN_ROOT = 0x10;
  private static final RawName PARENT = new RawName("..");
  private static final RawName ITSELF = new RawName(".");
  private static final int OWNER_ONLY = 0600;
  private static final int TYPE_UNKNOWN = 0;
  private static final int TYPE_DIRECTORY = 4;

  private final Kernel kernel;
  private final OpenFile file;

  private Directory(Kernel kernel, OpenFile file) {
    this.kernel = kernel;
    this.file = file;
  }

  /** Follows links on the way to it. */
  public static Directory open(Kernel kernel, Path path) {
    RawName name = RawName.of(path.toAbsolutePath().toString());
    long answer =
        kernel.openat2(Kernel.AT_FDCWD, name, O_CLOEXEC | kernel.architecture().directory(), 0, 0);
    return opened(kernel, name, succeeded(answer, SystemCall.OPENAT2, name));
  }

  /**
   * What a path leads to when this directory is the root of it, as after {@code chroot}: absolute
   * links and {@code ..} stay below it. Only a place is opened, neither to read nor to write.
   *
   * @return empty when there is nothing
   */
  public Optional<OpenFile> findWithin(RawName path) {
    return found(path, O_PATH, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
  }

  /**
   * The directory that a path leads to, as {@link #findWithin}.
   *
   * @return empty when there is nothing
   */
  public Optional<Directory> findDirectoryWithin(RawName path) {
    return found(
            path,
            O_PATH | kernel.architecture().directory(),
            RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS)
        .map(found -> new Directory(kernel, found));
  }

  /** Another handle of this directory, for names and not for reading. */
  public Directory again() {
    return new Directory(kernel, get(ITSELF, O_PATH | kernel.architecture().directory(), 0));
  }

  /**
   * What has that name itself, opened neither to read nor to write.
   *
   * @return empty when there is nothing
   */
  public Optional<OpenFile> find(RawName name) {
    return found(name, O_PATH | kernel.architecture().noFollow(), 0);
  }

  /** The directory of that name, for reading; no other file system is entered. */
  public Directory child(RawName name) {
    return new Directory(
        kernel,
        get(
            name,
            kernel.architecture().directory() | kernel.architecture().noFollow(),
            RESOLVE_NO_XDEV));
  }

  /** The directory of that name for names only, which takes no right to read it. */
  Directory childPlace(RawName name) {
    return new Directory(
        kernel,
        get(
            name,
            O_PATH | kernel.architecture().directory() | kernel.architecture().noFollow(),
            RESOLVE_NO_XDEV));
  }

  /** The directory that this one is in, for reading. */
  public Directory parent() {
    return new Directory(kernel, get(PARENT, kernel.architecture().directory(), 0));
  }

  /** This directory, as a file that has an owner, times and attributes. */
  public OpenFile file() {
    return file;
  }

  /** What has that name itself; empty when there is nothing. */
  public Optional<Stat> stat(RawName name) {
    long answer = kernel.statx(file.number(), name);
    if (failedWith(answer, Errno.ENOENT)) {
      return Optional.empty();
    }
    succeeded(answer, SystemCall.STATX, name);
    return Optional.of(kernel.stat());
  }

  /** All names, in no order. Only of a directory that was opened for reading; once. */
  public List<Listed> list() {
    List<Listed> names = new ArrayList<>();
    for (long length = read(); length > 0; length = read()) {
      for (long at = 0; at < length; ) {
        Listed listed = listed(kernel.data(), at);
        if (!listed.name().equals(ITSELF) && !listed.name().equals(PARENT)) {
          names.add(listed);
        }
        at += Short.toUnsignedInt(kernel.data().get(JAVA_SHORT, at + 16));
      }
    }
    return names;
  }

  /** False when there is something of that name already; then nothing is changed. */
  public boolean makeDirectory(RawName name, int mode) {
    return isNew(kernel.mkdirat(file.number(), name, mode), SystemCall.MKDIRAT, name);
  }

  /**
   * A new file for writing, with mode 0600.
   *
   * @return empty when there is something of that name already, a link to nowhere included
   */
  public Optional<OpenFile> makeFile(RawName name) {
    long flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | kernel.architecture().noFollow();
    long answer = kernel.openat2(file.number(), name, flags, OWNER_ONLY, 0);
    return isNew(answer, SystemCall.OPENAT2, name)
        ? Optional.of(new OpenFile(kernel, name, (int) answer))
        : Optional.empty();
  }

  /** False when there is something of that name already; then nothing is changed. */
  public boolean makeSymlink(RawName name, RawName target) {
    return isNew(kernel.symlinkat(target, file.number(), name), SystemCall.SYMLINKAT, name);
  }

  /**
   * A second name for a file, or for a symbolic link itself. False when there is something of that
   * name already; then nothing is changed.
   */
  public boolean makeHardLink(RawName name, Directory from, RawName fromName) {
    return isNew(
        kernel.linkat(from.file.number(), fromName, file.number(), name), SystemCall.LINKAT, name);
  }

  /**
   * A named pipe or a device. False when there is something of that name already; then nothing is
   * changed.
   */
  public boolean makeNode(RawName name, Node node) {
    return isNew(
        kernel.mknodat(file.number(), name, node.mode(), node.number()), SystemCall.MKNODAT, name);
  }

  /** Anything that is no directory; nothing is fine. */
  public void unlink(RawName name) {
    gone(kernel.unlinkat(file.number(), name, 0), name);
  }

  /** An empty directory; nothing is fine. */
  public void removeDirectory(RawName name) {
    gone(kernel.unlinkat(file.number(), name, Kernel.AT_REMOVEDIR), name);
  }

  /** Of a link: its own. */
  public void chown(RawName name, int owner, int group) {
    succeeded(kernel.fchownat(file.number(), name, owner, group), SystemCall.FCHOWNAT, name);
  }

  /** Both times; of a link: its own. */
  public void touch(RawName name, long seconds, int nanos) {
    succeeded(kernel.utimensat(file.number(), name, seconds, nanos), SystemCall.UTIMENSAT, name);
  }

  /** Of anything but a link, without opening it for access: a device is not touched by that. */
  public void chmod(RawName name, int mode) {
    try (OpenFile place = get(name, O_PATH | kernel.architecture().noFollow(), 0)) {
      succeeded(kernel.chmod(place.link(), mode), SystemCall.FCHMODAT, name);
    }
  }

  /** Of a link: its own. */
  public void setAttribute(RawName name, RawName attribute, byte[] value) {
    RawName path = new RawName(file.link().bytes() + "/" + name.bytes());
    succeeded(kernel.lsetxattr(path, attribute, value), SystemCall.LSETXATTR, name);
  }

  /** Where a link leads. */
  public RawName target(RawName link) {
    long length = succeeded(kernel.readlinkat(file.number(), link), SystemCall.READLINKAT, link);
    byte[] bytes = kernel.data().asSlice(0, length).toArray(JAVA_BYTE);
    return RawName.find(bytes, 0, bytes.length).orElseThrow();
  }

  @Override
  public void close() {
    file.close();
  }

  /** Adds permissions to this directory where they are missing, opened for reading or not. */
  void allow(int permissions) {
    int mode = file.stat().mode();
    if ((mode & permissions) != permissions) {
      succeeded(
          kernel.chmod(file.link(), (mode & 07777) | permissions),
          SystemCall.FCHMODAT,
          file.name());
    }
  }

  /** A file that was opened as a place only, to be read now. */
  OpenFile toRead(OpenFile place) {
    return get(place.link(), O_NONBLOCK, 0);
  }

  private Optional<OpenFile> found(RawName path, long flags, long resolve) {
    long answer = kernel.openat2(file.number(), path, flags | O_CLOEXEC, 0, resolve);
    if (failedWith(answer, Errno.ENOENT)) {
      return Optional.empty();
    }
    succeeded(answer, SystemCall.OPENAT2, path);
    return Optional.of(new OpenFile(kernel, path, (int) answer));
  }

  private OpenFile get(RawName name, long flags, long resolve) {
    long answer = kernel.openat2(file.number(), name, flags | O_CLOEXEC, 0, resolve);
    return new OpenFile(kernel, name, (int) succeeded(answer, SystemCall.OPENAT2, name));
  }

  private static Directory opened(Kernel kernel, RawName name, long number) {
    return new Directory(kernel, new OpenFile(kernel, name, (int) number));
  }

  private static boolean isNew(long answer, SystemCall call, RawName name) {
    if (failedWith(answer, Errno.EEXIST)) {
      return false;
    }
    succeeded(answer, call, name);
    return true;
  }

  private static void gone(long answer, RawName name) {
    if (!failedWith(answer, Errno.ENOENT)) {
      succeeded(answer, SystemCall.UNLINKAT, name);
    }
  }

  private long read() {
    return succeeded(kernel.getdents64(file.number()), SystemCall.GETDENTS64, file.name());
  }

  /** The offsets are those of {@code struct linux_dirent64}. */
  private Listed listed(MemorySegment data, long at) {
    RawName name = Texts.until0(data, at + 19);
    return new Listed(
        name,
        switch (data.get(JAVA_BYTE, at + 18)) {
          case TYPE_UNKNOWN -> stat(name).map(Stat::isDirectory).orElse(false);
          case TYPE_DIRECTORY -> true;
          default -> false;
        });
  }
}
