package dev.lading.runtime.image;

import dev.lading.content.Descriptor;
import dev.lading.runtime.registry.ImageReference;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why an image cannot be had or used. Messages are for people, and say what to do next. */
public abstract sealed class ImageException extends RuntimeException {
  private ImageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What was fetched is not an image that can be run. */
  public static final class NoImage extends ImageException {
    public NoImage(String why) {
      this(why, null);
    }

    public NoImage(String why, @Nullable Throwable cause) {
      super("not an image that can be run: " + why, cause);
    }
  }

  /** None of an index's images is for this machine. */
  public static final class NoPlatform extends ImageException {
    private final transient Platform wanted;
    private final transient List<Platform> there;

    public NoPlatform(ImageReference image, Platform wanted, List<Platform> there) {
      super(
          "%s is not for %s. There is: %s. --platform chooses another."
              .formatted(
                  image,
                  wanted,
                  there.stream()
                      .map(Platform::toString)
                      .distinct()
                      .collect(Collectors.joining(", "))),
          null);
      this.wanted = wanted;
      this.there = List.copyOf(there);
    }

    public Platform wanted() {
      return wanted;
    }

    public List<Platform> there() {
      return there;
    }
  }

  /** A name that no image here has. */
  public static final class NotHere extends ImageException {
    public NotHere(String name) {
      super("there is no image " + name + " here. lading images shows those that are.", null);
    }
  }

  /** A name that several images have. */
  public static final class Ambiguous extends ImageException {
    public Ambiguous(String name) {
      super(name + " begins the names of several images. Write more of it.", null);
    }
  }

  /** Bytes of the store are not those that they are named after. */
  public static final class Damaged extends ImageException {
    private final transient Descriptor blob;

    public Damaged(Descriptor blob, Path file) {
      super("%s is damaged, and was removed. Pull the image again.".formatted(file), null);
      this.blob = blob;
    }

    public Descriptor blob() {
      return blob;
    }
  }

  /** The store's list of images is not one that was written here. */
  public static final class UnusableStore extends ImageException {
    public UnusableStore(Path index) {
      super(
          "%s is damaged. Whoever removes it begins anew; what was pulled is fetched again then."
              .formatted(index),
          null);
    }
  }
}
