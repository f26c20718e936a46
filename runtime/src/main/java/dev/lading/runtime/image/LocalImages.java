package dev.lading.runtime.image;

import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.Manifest;
import dev.lading.runtime.files.Boot;
import dev.lading.runtime.image.ImageException.Ambiguous;
import dev.lading.runtime.image.ImageException.Damaged;
import dev.lading.runtime.image.ImageException.NoImage;
import dev.lading.runtime.image.ImageException.NotHere;
import dev.lading.runtime.unpack.Layer;
import dev.lading.runtime.unpack.Unpacked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The images that lie here, for several programs at once. A program opens this once (the locks are
 * its own as a whole), and closes it.
 */
public final class LocalImages implements AutoCloseable {
  private final StoreLock lock;
  private final LocalBlobs blobs;
  private final LocalIndex index;
  private final Roots roots;

  private LocalImages(StoreLock lock, LocalBlobs blobs, LocalIndex index, Roots roots) {
    this.lock = lock;
    this.blobs = blobs;
    this.index = index;
    this.roots = roots;
  }

  /** The folder need not exist. */
  public static LocalImages open(DataFolder data) {
    return open(data, Boot.current());
  }

  /** The same, in a run of the machine. */
  public static LocalImages open(DataFolder data, Boot boot) {
    StoreLock lock = StoreLock.open(data.lock());
    LocalBlobs blobs = new LocalBlobs(data, lock);
    return new LocalImages(
        lock, blobs, new LocalIndex(data, lock), new Roots(data, blobs, lock, boot));
  }

  /** Keeps everything here until it is closed; to be held by whoever adds or begins to use. */
  public FileLock adding() {
    return lock.adding();
  }

  public LocalBlobs blobs() {
    return blobs;
  }

  /** Those pulled last come last. */
  public List<LocalImage> all() {
    return index.images();
  }

  /** By the whole name. */
  public Optional<LocalImage> find(String name) {
    return all().stream().filter(image -> image.name().equals(name)).findFirst();
  }

  /**
   * By the whole name, or by the begin of the manifest's digest.
   *
   * @throws NotHere when there is none
   * @throws Ambiguous when there are several
   */
  public LocalImage get(String name, String text) {
    Optional<LocalImage> named = find(name);
    return named.orElseGet(() -> byDigest(text));
  }

  /** What an image that lies here says of itself. */
  public PresentImage read(LocalImage image) {
    Descriptor descriptor = image.manifest();
    Manifest manifest = Manifest.parse(blobs.read(descriptor), Optional.of(descriptor.mediaType()));
    Descriptor config =
        manifest.config().orElseThrow(() -> new NoImage("its manifest names no config"));
    return PresentImage.of(descriptor, manifest, config, ImageConfig.parse(blobs.read(config)));
  }

  /** Whether nothing of it has to be fetched or unpacked. */
  public boolean isWhole(PresentImage image) {
    return roots.has(image.config().digest())
        || image.layers().stream().allMatch(layer -> blobs.has(layer.descriptor()));
  }

  /**
   * Its root filesystem, unpacked if it is not yet.
   *
   * @param ready waits for a layer to be here, lowest first
   * @param told what could not be unpacked as it should be; not called when it was there
   * @return not to be written to
   */
  public Path root(PresentImage image, Consumer<Layer> ready, Consumer<Unpacked> told) {
    return roots.unpack(image, ready, told);
  }

  /**
   * Does something while nobody removes a root.
   *
   * @return empty when it was removed before; then nothing was done
   */
  public <T> Optional<T> whileHere(Path root, Supplier<T> use) {
    try (FileLock _ = lock.adding()) {
      return Files.isDirectory(root) ? Optional.of(use.get()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes an image known by its name, when all of it is here. */
  public void name(LocalImage image) {
    index.put(image);
  }

  /**
   * Takes a name away, and what no other name needs. Waits for those who add.
   *
   * @param inUse roots that have to stay, asked for when nobody adds any more; those that nobody
   *     uses any more go the next time
   * @return how many bytes of blobs are no longer there
   * @throws Damaged when another image cannot be read; then nothing is removed
   */
  public long remove(LocalImage image, Supplier<Set<Path>> inUse) {
    try (FileLock _ = lock.removing()) {
      Set<Digest> needed = new HashSet<>();
      Set<Path> used = new HashSet<>(inUse.get());
      List<LocalImage> others = all().stream().filter(other -> !isNamed(other, image)).toList();
      for (LocalImage other : others) {
        PresentImage present = read(other);
        needed.add(present.manifest().digest());
        needed.add(present.config().digest());
        present.layers().forEach(layer -> needed.add(layer.descriptor().digest()));
        used.add(roots.root(present.config().digest()));
      }
      index.remove(image);
      roots.keepOnly(used);
      return blobs.keepOnly(needed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }

  private static boolean isNamed(LocalImage other, LocalImage image) {
    return other.name().equals(image.name());
  }

  private LocalImage byDigest(String text) {
    String hex = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
    List<LocalImage> found =
        all().stream().filter(image -> image.manifest().digest().hex().startsWith(hex)).toList();
    if (found.isEmpty() || hex.isEmpty()) {
      throw new NotHere(text);
    }
    if (found.stream().map(LocalImage::manifest).distinct().count() > 1) {
      throw new Ambiguous(text);
    }
    return found.getFirst();
  }
}
