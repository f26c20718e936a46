package dev.lading.runtime.unpack;

import dev.lading.runtime.posix.Directory;
import dev.lading.runtime.posix.Errno;
import dev.lading.runtime.posix.Node;
import dev.lading.runtime.posix.OpenFile;
import dev.lading.runtime.posix.PosixException.CallFailed;
import dev.lading.runtime.posix.RawName;
import dev.lading.runtime.posix.Stat;
import dev.lading.runtime.unpack.UnpackException.Fault;
import dev.lading.runtime.unpack.tar.TarEntry.Metadata;
import dev.lading.runtime.unpack.tar.TarReader;
import dev.lading.runtime.unpack.tar.TarTime;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Makes one file of any type in a directory that is open. What has its name already is replaced;
 * only a directory that meets a directory stays, and is given the new one's owner, mode, times and
 * attributes.
 */
final class EntryWriter {
  private static final long MOST_ID = 0xffff_fffeL; // the last number means "as it is"

  private final boolean superuser;
  private final Tally tally;
  private final DirectoryStates states;
  private final Parents parents;
  private final Removal removal;
  private final Attributes attributes;

  EntryWriter(
      boolean superuser, Tally tally, DirectoryStates states, Parents parents, Removal removal) {
    this.superuser = superuser;
    this.tally = tally;
    this.states = states;
    this.parents = parents;
    this.removal = removal;
    this.attributes = new Attributes(superuser, tally);
  }

  /** An entry that makes no sense where it stands; its layer and path are added by the caller. */
  static final class Refused extends RuntimeException {
    private final Fault fault;

    Refused(Fault fault) {
      super(fault.name());
      this.fault = fault;
    }

    Fault fault() {
      return fault;
    }
  }

  void writeFile(Place in, RawName name, long size, Metadata metadata, TarReader contents) {
    Directory directory = in.directory();
    Optional<OpenFile> made = directory.makeFile(name);
    if (made.isEmpty()) {
      removal.replace(in, name);
      made = directory.makeFile(name);
    }
    try (OpenFile file = made.orElseThrow()) {
      writeContents(file, size, contents);
      settle(file, metadata);
    }
  }

  void writeDirectory(EntryPath path, Place in, Metadata metadata) {
    Directory directory = in.directory();
    RawName name = path.name();
    boolean isNew = directory.makeDirectory(name, DirectoryStates.WORKING_MODE);
    if (!isNew && !directory.stat(name).map(Stat::isDirectory).orElse(false)) {
      removal.replace(in, name);
      isNew = directory.makeDirectory(name, DirectoryStates.WORKING_MODE);
    }
    Place made = Place.of(directory.child(name));
    parents.remember(path.whole(), made);
    describe(made, metadata, isNew);
  }

  /** Gives a directory that is there what the entry says of it. */
  void describe(Place place, Metadata metadata, boolean isNew) {
    OpenFile directory = place.directory().file();
    if (superuser) {
      directory.chown(id(metadata.owner()), id(metadata.group()));
    }
    if (isNew) {
      attributes.setAll(metadata.attributes(), directory::setAttribute);
    } else {
      attributes.replaceAll(metadata.attributes(), directory);
    }
    states.put(place.inode(), metadata.mode(), metadata.modified());
  }

  void writeSymlink(Place in, RawName name, RawName target, Metadata metadata) {
    Directory directory = in.directory();
    replacing(in, name, () -> directory.makeSymlink(name, target));
    chown(directory, name, metadata);
    attributes.setAll(
        metadata.attributes(),
        (attribute, value) -> directory.setAttribute(name, attribute, value));
    touch(directory, name, metadata.modified());
  }

  /**
   * A further name of a file of this or a lower layer, which keeps its owner, mode, times and
   * attributes.
   */
  void writeHardLink(Place in, RawName name, Directory from, RawName fromName) {
    Directory directory = in.directory();
    try {
      if (directory.makeHardLink(name, from, fromName)) {
        return;
      }
      Stat target = from.stat(fromName).orElseThrow(() -> new Refused(Fault.NO_LINK_TARGET));
      if (directory.stat(name).map(target::isSameFile).orElse(false)) {
        return;
      }
      removal.replace(in, name);
      if (directory.makeHardLink(name, from, fromName)) {
        return;
      }
    } catch (CallFailed e) {
      if (!e.errno().equals(Errno.ENOENT)) {
        throw e;
      }
    }
    throw new Refused(Fault.NO_LINK_TARGET);
  }

  void writePipe(Place in, RawName name, Metadata metadata) {
    writeNode(in, name, Node.pipe(metadata.mode()), metadata);
  }

  /** Left out where devices are not allowed; then what it would replace is gone as well. */
  void writeDevice(Place in, RawName name, Node device, Metadata metadata) {
    if (!superuser) {
      removal.replace(in, name);
      tally.leaveDeviceOut();
      return;
    }
    try {
      writeNode(in, name, device, metadata);
    } catch (CallFailed e) {
      if (!e.errno().equals(Errno.EPERM)) {
        throw e;
      }
      tally.leaveDeviceOut();
    }
  }

  private void writeNode(Place in, RawName name, Node node, Metadata metadata) {
    Directory directory = in.directory();
    replacing(in, name, () -> directory.makeNode(name, node));
    chown(directory, name, metadata);
    attributes.setAll(
        metadata.attributes(),
        (attribute, value) -> directory.setAttribute(name, attribute, value));
    directory.chmod(name, metadata.mode());
    touch(directory, name, metadata.modified());
  }

  private void replacing(Place in, RawName name, BooleanSupplier make) {
    if (!make.getAsBoolean()) {
      removal.replace(in, name);
      if (!make.getAsBoolean()) {
        throw new IllegalStateException(name + " came back while it was replaced");
      }
    }
  }

  private static void writeContents(OpenFile file, long size, TarReader contents) {
    long[] end = {0};
    contents.contents(
        (position, bytes, from, length) -> {
          if (position != end[0]) {
            file.seek(position);
          }
          file.write(bytes, from, length);
          end[0] = position + length;
        });
    if (end[0] != size) {
      file.truncate(size);
    }
  }

  /**
   * In this order: a change of contents or owner takes away setuid and capabilities, attributes
   * cannot be set by a user whom the mode forbids to write.
   */
  private void settle(OpenFile file, Metadata metadata) {
    if (superuser) {
      file.chown(id(metadata.owner()), id(metadata.group()));
    }
    attributes.setAll(metadata.attributes(), file::setAttribute);
    file.chmod(metadata.mode());
    file.touch(metadata.modified().seconds(), metadata.modified().nanos());
  }

  private void chown(Directory directory, RawName name, Metadata metadata) {
    if (superuser) {
      directory.chown(name, id(metadata.owner()), id(metadata.group()));
    }
  }

  private static void touch(Directory directory, RawName name, TarTime time) {
    directory.touch(name, time.seconds(), time.nanos());
  }

  private static int id(long number) {
    if (number < 0 || number > MOST_ID) {
      throw new Refused(Fault.NO_SUCH_OWNER);
    }
    return (int) number;
  }
}
