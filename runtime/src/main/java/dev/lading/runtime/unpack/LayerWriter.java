package dev.lading.runtime.unpack;

import dev.lading.content.Digest;
import dev.lading.runtime.posix.Directory;
import dev.lading.runtime.posix.Node;
import dev.lading.runtime.posix.PosixException;
import dev.lading.runtime.posix.RawName;
import dev.lading.runtime.unpack.EntryWriter.Refused;
import dev.lading.runtime.unpack.Tally.Exceeded;
import dev.lading.runtime.unpack.UnpackException.BadEntry;
import dev.lading.runtime.unpack.UnpackException.Fault;
import dev.lading.runtime.unpack.UnpackException.TooMuch;
import dev.lading.runtime.unpack.UnpackException.Unwritable;
import dev.lading.runtime.unpack.tar.TarEntry;
import dev.lading.runtime.unpack.tar.TarEntry.BlockDevice;
import dev.lading.runtime.unpack.tar.TarEntry.CharacterDevice;
import dev.lading.runtime.unpack.tar.TarEntry.HardLink;
import dev.lading.runtime.unpack.tar.TarEntry.Metadata;
import dev.lading.runtime.unpack.tar.TarEntry.Pipe;
import dev.lading.runtime.unpack.tar.TarEntry.RegularFile;
import dev.lading.runtime.unpack.tar.TarEntry.Symlink;
import dev.lading.runtime.unpack.tar.TarReader;
import java.util.Optional;

/** Applies the entries of one layer to the root, whiteouts among them. Used once. */
final class LayerWriter {
  private static final String WHITEOUT = ".wh.";

  /** Of AUFS itself, except the one that makes a directory opaque. */
  private static final String WHITEOUT_META = ".wh..wh.";

  private static final String OPAQUE = ".wh..wh..opq";

  private final Digest digest;
  private final TarReader tar;
  private final ThisLayer layer;
  private final Tally tally;
  private final Tree tree;

  /** Where entries go, and who brings them there. */
  record Tree(Directory root, Parents parents, Removal removal, EntryWriter writer) {}

  LayerWriter(Digest digest, TarReader tar, ThisLayer layer, Tally tally, Tree tree) {
    this.digest = digest;
    this.tar = tar;
    this.layer = layer;
    this.tally = tally;
    this.tree = tree;
  }

  void writeAll() {
    for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
      write(entry.get());
    }
    tar.drain();
  }

  private void write(TarEntry entry) {
    try {
      tally.addEntry();
      tally.checkName(entry.path());
      Optional<EntryPath> path = EntryPath.of(entry.path());
      if (path.isEmpty()) {
        writeRoot(entry);
      } else if (path.get().name().bytes().startsWith(WHITEOUT)) {
        hide(path.get());
      } else {
        write(path.get(), entry);
      }
    } catch (Refused e) {
      throw new BadEntry(digest, entry.path(), e.fault());
    } catch (Exceeded e) {
      throw new TooMuch(digest, e.limit(), e.most());
    } catch (PosixException e) {
      throw new Unwritable(digest, entry.path(), e);
    }
  }

  private void writeRoot(TarEntry entry) {
    if (!(entry.type() instanceof TarEntry.Directory)) {
      throw new Refused(Fault.ROOT_IS_NO_DIRECTORY);
    }
    tree.writer.describe(Place.of(tree.root), entry.metadata(), false);
  }

  private void hide(EntryPath path) {
    String name = path.name().bytes();
    Optional<Place> in = tree.parents.find(path.parent());
    if (name.equals(OPAQUE)) {
      in.ifPresent(place -> tree.removal.hideAllIn(place, layer));
    } else if (!name.startsWith(WHITEOUT_META)) {
      RawName hidden = new RawName(name.substring(WHITEOUT.length()));
      if (hidden.bytes().isEmpty() || hidden.bytes().equals(".") || hidden.bytes().equals("..")) {
        throw new Refused(Fault.WHITEOUT_OF_NOTHING);
      }
      in.ifPresent(place -> tree.removal.hide(place, hidden, layer));
    }
  }

  private void write(EntryPath path, TarEntry entry) {
    Metadata metadata = entry.metadata();
    Place in = tree.parents.make(path.parent());
    RawName name = path.name();
    layer.add(in, name);
    switch (entry.type()) {
      case RegularFile file -> {
        tally.addFile(file.size());
        tree.writer.writeFile(in, name, file.size(), metadata, tar);
      }
      case TarEntry.Directory _ -> tree.writer.writeDirectory(path, in, metadata);
      case Symlink link -> {
        tally.checkName(link.target());
        tree.writer.writeSymlink(in, name, link.target(), metadata);
      }
      case HardLink link -> {
        tally.checkName(link.target());
        writeHardLink(path, in, link.target());
      }
      case Pipe _ -> tree.writer.writePipe(in, name, metadata);
      case CharacterDevice(long major, long minor) ->
          tree.writer.writeDevice(
              in, name, checked(Node.characterDevice(metadata.mode(), major, minor)), metadata);
      case BlockDevice(long major, long minor) ->
          tree.writer.writeDevice(
              in, name, checked(Node.blockDevice(metadata.mode(), major, minor)), metadata);
    }
  }

  private static Node checked(Node device) {
    if (!device.isPossible()) {
      throw new Refused(Fault.NO_SUCH_DEVICE);
    }
    return device;
  }

  private void writeHardLink(EntryPath path, Place in, RawName target) {
    EntryPath from = EntryPath.of(target).orElseThrow(() -> new Refused(Fault.NO_LINK_TARGET));
    try (Directory directory =
        tree.parents.lookUp(from.parent()).orElseThrow(() -> new Refused(Fault.NO_LINK_TARGET))) {
      tree.writer.writeHardLink(in, path.name(), directory, from.name());
    }
  }
}
