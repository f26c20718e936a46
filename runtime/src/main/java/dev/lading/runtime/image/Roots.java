package dev.lading.runtime.image;

import dev.lading.content.Digest;
import dev.lading.runtime.files.Boot;
import dev.lading.runtime.files.PrivateFile;
import dev.lading.runtime.posix.TreeRemoval;
import dev.lading.runtime.unpack.Layer;
import dev.lading.runtime.unpack.Limits;
import dev.lading.runtime.unpack.RootFilesystem;
import dev.lading.runtime.unpack.UnpackException;
import dev.lading.runtime.unpack.Unpacked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Root filesystems, unpacked once for each config: its diff IDs say what is in them. A root has its
 * name only when it is whole; what a killed program left has another one, and goes with the next
 * try.
 *
 * <p>Nothing is forced to the disk, which would take longer than unpacking. A machine that loses
 * its power may so lose parts of files that were whole: therefore a root's name ends with the run
 * of the machine in which it was verified, and in the next one it is unpacked again.
 */
final class Roots {
  private static final String UNFINISHED = ".unfinished";

  private final Path folder;
  private final LocalBlobs blobs;
  private final StoreLock lock;
  private final Boot boot;

  Roots(DataFolder data, LocalBlobs blobs, StoreLock lock, Boot boot) {
    this.folder = data.roots();
    this.blobs = blobs;
    this.lock = lock;
    this.boot = boot;
  }

  boolean has(Digest config) {
    return Files.isDirectory(root(config));
  }

  /** Where it is, when it is there. */
  Path root(Digest config) {
    return folder.resolve(name(config) + "." + boot.id());
  }

  /**
   * @param ready waits for a layer to be here, lowest first
   * @param told what could not be unpacked as it should be
   * @throws UnpackException when a layer is not to be unpacked; nothing stays, as with whatever
   *     {@code ready} throws
   */
  Path unpack(PresentImage image, Consumer<Layer> ready, Consumer<Unpacked> told) {
    Digest config = image.config().digest();
    try (FileLock _ = lock.unpacking(config)) {
      if (!has(config)) {
        Path unfinished = folder.resolve(name(config) + UNFINISHED);
        begin(unfinished);
        told.accept(unpacked(image, ready, unfinished));
        removeFormer(config);
        Files.move(unfinished, root(config), StandardCopyOption.ATOMIC_MOVE);
      }
      return root(config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of earlier runs of the machine, in which no container runs any more. */
  private void removeFormer(Digest config) throws IOException {
    try (Stream<Path> roots = Files.list(folder)) {
      for (Path root : roots.toList()) {
        String name = String.valueOf(root.getFileName());
        if (name.startsWith(name(config) + ".") && !name.endsWith(UNFINISHED)) {
          remove(root);
        }
      }
    }
  }

  /** Removes all but these; only while nobody adds. */
  void keepOnly(Set<Path> used) {
    try (Stream<Path> roots = Files.list(folder)) {
      for (Path root : roots.toList()) {
        if (!used.contains(root)) {
          remove(root);
        }
      }
    } catch (NoSuchFileException _) {
      // nothing was ever unpacked
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Unpacked unpacked(PresentImage image, Consumer<Layer> ready, Path into) {
    boolean isWhole = false;
    try (RootFilesystem root = RootFilesystem.create(into, Limits.usual())) {
      for (Layer layer : image.layers()) {
        ready.accept(layer);
        apply(layer, root);
      }
      Unpacked unpacked = root.finish();
      isWhole = true;
      return unpacked;
    } finally {
      if (!isWhole) {
        TreeRemoval.delete(into);
      }
    }
  }

  /** What is wrong with a layer may be wrong with our copy only. */
  private void apply(Layer layer, RootFilesystem root) {
    try {
      root.apply(layer, () -> blobs.open(layer.descriptor()));
    } catch (UnpackException e) {
      if (blobs.isDamaged(layer.descriptor())) {
        throw blobs.discarded(layer.descriptor());
      }
      throw e;
    }
  }

  private void begin(Path unfinished) throws IOException {
    PrivateFile.createFolder(folder);
    TreeRemoval.delete(unfinished);
    Files.createDirectory(unfinished);
  }

  /** First out of its place, so that no half of it is ever taken for a root. */
  private void remove(Path root) throws IOException {
    Path unfinished = folder.resolve(root.getFileName() + UNFINISHED);
    TreeRemoval.delete(Files.move(root, unfinished, StandardCopyOption.ATOMIC_MOVE));
  }

  private static String name(Digest config) {
    return config.algorithm().id() + "-" + config.hex();
  }
}
