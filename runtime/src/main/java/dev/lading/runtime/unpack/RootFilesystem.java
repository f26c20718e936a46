package dev.lading.runtime.unpack;

import dev.lading.content.Digest;
import dev.lading.runtime.posix.Directory;
import dev.lading.runtime.posix.Kernel;
import dev.lading.runtime.posix.RawName;
import dev.lading.runtime.unpack.UnpackException.Damaged;
import dev.lading.runtime.unpack.UnpackException.Limit;
import dev.lading.runtime.unpack.UnpackException.NotEmpty;
import dev.lading.runtime.unpack.UnpackException.TooMuch;
import dev.lading.runtime.unpack.UnpackException.Truncated;
import dev.lading.runtime.unpack.UnpackException.UnknownMediaType;
import dev.lading.runtime.unpack.UnpackException.WrongDiffId;
import dev.lading.runtime.unpack.tar.TarException;
import dev.lading.runtime.unpack.tar.TarReader;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * A directory that becomes the root file system of an image, layer by layer. While that goes on,
 * nobody else may change it, and nobody but its owner gets in. The superuser unpacks everything as
 * the layers have it; for other users all files are their own, and there are no devices and no
 * attributes that only the superuser may set. For one thread; whoever creates it closes it.
 */
public final class RootFilesystem implements AutoCloseable {
  private static final RawName ITSELF = new RawName(".");

  private final Kernel kernel;
  private final Directory root;
  private final Tally tally;
  private final DirectoryStates states = new DirectoryStates();
  private final Parents parents;
  private final LayerWriter.Tree tree;
  private long tarBytes;
  private boolean isLowest = true;

  private RootFilesystem(Kernel kernel, Directory root, Limits limits, boolean superuser) {
    this.kernel = kernel;
    this.root = root;
    this.tally = new Tally(limits);
    this.parents = new Parents(root, this::imply);
    Removal removal = new Removal(states, parents);
    EntryWriter writer = new EntryWriter(superuser, tally, states, parents, removal);
    this.tree = new LayerWriter.Tree(root, parents, removal, writer);
  }

  /**
   * @param directory is there and has nothing in it
   * @throws NotEmpty when it has
   * @throws dev.lading.runtime.posix.PosixException when it cannot be used, or this is no Linux
   */
  public static RootFilesystem create(Path directory, Limits limits) {
    return create(directory, limits, Kernel::isSuperuser);
  }

  /**
   * @param superuser whether that is who unpacks
   */
  static RootFilesystem create(Path directory, Limits limits, Predicate<Kernel> superuser) {
    RootFilesystem filesystem = open(directory, limits, superuser);
    try {
      filesystem.begin(directory);
      return filesystem;
    } catch (RuntimeException e) {
      filesystem.close();
      throw e;
    }
  }

  /**
   * Puts one layer over those before it, the lowest first. Its bytes count only when their digest
   * is the layer's DiffID: after a failure the directory is only good for being deleted.
   *
   * @throws UnpackException when it is not unpacked
   */
  public void apply(Layer layer, LayerBytes bytes) {
    Digest digest = layer.descriptor().digest();
    String mediaType = layer.descriptor().mediaType();
    Compression compression =
        Compression.ofMediaType(mediaType)
            .orElseThrow(() -> new UnknownMediaType(digest, mediaType));
    long limit = tally.limits().bytes() - tarBytes;
    try (LayerStream stream = LayerStream.open(layer, compression, bytes, limit)) {
      write(digest, stream);
      tarBytes += stream.bytes();
      verify(layer, stream.digest());
    }
    isLowest = false;
  }

  /**
   * Gives all directories their modes and times; nothing is applied afterwards.
   *
   * @throws dev.lading.runtime.posix.PosixException when somebody else changed them
   */
  public Unpacked finish() {
    parents.close();
    states.settle(root.child(ITSELF), root);
    return tally.total();
  }

  @Override
  public void close() {
    parents.close();
    root.close();
    kernel.close();
  }

  private static RootFilesystem open(Path directory, Limits limits, Predicate<Kernel> superuser) {
    Kernel kernel = Kernel.open();
    try {
      Directory root = Directory.open(kernel, directory);
      return new RootFilesystem(kernel, root, limits, superuser.test(kernel));
    } catch (RuntimeException e) {
      kernel.close();
      throw e;
    }
  }

  private void begin(Path directory) {
    if (!root.list().isEmpty()) {
      throw new NotEmpty(directory);
    }
    root.file().chmod(DirectoryStates.WORKING_MODE);
    states.putImplied(root.file().stat().inode());
  }

  private void imply(Place made) {
    tally.addEntry();
    states.putImplied(made.inode());
  }

  private void write(Digest digest, LayerStream stream) {
    TarReader tar = new TarReader(stream, tally.limits().extendedHeaderBytes());
    try {
      new LayerWriter(digest, tar, new ThisLayer(isLowest), tally, tree).writeAll();
    } catch (TarException.Truncated e) {
      throw new Truncated(digest, e);
    } catch (TarException.Malformed e) {
      throw new Damaged(digest, e);
    } catch (TarException.TooLong e) {
      throw new TooMuch(digest, Limit.EXTENDED_HEADER_BYTES, e.limitBytes());
    }
  }

  private static void verify(Layer layer, Digest actual) {
    if (!actual.equals(layer.diffId())) {
      throw new WrongDiffId(layer.descriptor().digest(), layer.diffId(), actual);
    }
  }
}
