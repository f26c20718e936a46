package dev.lading.runtime.command;

import dev.lading.runtime.container.ImageSource;
import dev.lading.runtime.container.RootFiles;
import dev.lading.runtime.container.UnpackedImage;
import dev.lading.runtime.image.DataFolder;
import dev.lading.runtime.image.LocalImages;
import dev.lading.runtime.image.Platform;
import dev.lading.runtime.posix.RootDirectory;
import dev.lading.runtime.pull.Progress;
import dev.lading.runtime.pull.Pull;
import dev.lading.runtime.registry.ImageReference;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Images for containers. Where signatures count each is looked up anew, so that a tag that was
 * revoked runs no more.
 */
final class PulledImages implements ImageSource {
  private final Surroundings surroundings;
  private final PullOptions options;
  private final DataFolder data;
  private final PrintWriter err;

  PulledImages(Surroundings surroundings, PullOptions options, DataFolder data, PrintWriter err) {
    this.surroundings = surroundings;
    this.options = options;
    this.data = data;
    this.err = err;
  }

  /** An image that is removed as soon as it is here is brought here again. */
  @Override
  public <T> T use(String reference, Platform platform, Function<UnpackedImage, T> begin) {
    try (LocalImages images = LocalImages.open(data)) {
      Optional<T> begun = Optional.empty();
      while (begun.isEmpty()) {
        Pull.Pulled pulled = pulled(ImageReference.parse(reference), platform, images);
        begun = images.whileHere(pulled.root(), () -> begin.apply(unpacked(pulled)));
      }
      return begun.get();
    }
  }

  private Pull.Pulled pulled(ImageReference name, Platform platform, LocalImages images) {
    Progress progress = PullBar.of(surroundings.terminal().isEmpty(), surroundings, err);
    PullSession session = new PullSession(surroundings, options, err);
    return session
        .kept(name, platform, images, progress)
        .orElseGet(() -> session.pull(name, platform, images, progress));
  }

  private static UnpackedImage unpacked(Pull.Pulled pulled) {
    return new UnpackedImage(
        pulled.name().name(),
        pulled.name().stoodFor(),
        pulled.image().says(),
        pulled.root(),
        files(pulled.root()));
  }

  /** Reads files as a process would whose root this is. */
  static RootFiles files(Path root) {
    return new RootDirectory(root)::read;
  }
}
