package dev.lading.runtime.pull;

import dev.lading.content.Digest;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.trust.Gun;

/** Why an image is not pulled although the registry may have it. Nothing was fetched of it. */
public abstract sealed class PullRefused extends RuntimeException {
  private PullRefused(String message) {
    super(message);
  }

  /** The repository has no trust data, and nobody said that this is all right. */
  public static final class NothingSigned extends PullRefused {
    public NothingSigned(ImageReference image, boolean isRequired) {
      super(
          isRequired
              ? image + " is not signed: the registry has no trust data for " + image.name()
              : ("%s is not signed: the registry has no trust data for %s. lading trust sign %s signs"
                      + " it; --trust off does without.")
                  .formatted(image, image.name(), image));
    }
  }

  /** The repository has trust data, which does not speak of this image. */
  public static final class NotSigned extends PullRefused {
    public NotSigned(ImageReference image) {
      super(
          image.digest().isPresent() && image.tag().isEmpty()
              ? image + " is not signed: no signed tag of " + image.name() + " has this digest"
              : image.name()
                  + ":"
                  + image.tagOrLatest()
                  + " is not signed: nobody who may sign it did, or"
                  + " it was revoked");
    }
  }

  /** The name has another digest in the registry, or in the command, than it was signed for. */
  public static final class Moved extends PullRefused {
    private final transient Digest signed;
    private final transient Digest found;

    public Moved(ImageReference image, Digest signed, Digest found) {
      super(
          "%s:%s is %s, which is not signed; it was signed for %s. %s@%s is what was signed."
              .formatted(image.name(), image.tagOrLatest(), found, signed, image.name(), signed));
      this.signed = signed;
      this.found = found;
    }

    public Digest signed() {
      return signed;
    }

    public Digest found() {
      return found;
    }
  }

  /** The manifest is longer or shorter than what was signed. */
  public static final class OtherLength extends PullRefused {
    public OtherLength(ImageReference image, long signed, long found) {
      super("%s was signed with %d bytes and has %d".formatted(image, signed, found));
    }
  }

  /** Trust was to be left aside where it must not be. */
  public static final class MustBeSigned extends PullRefused {
    public MustBeSigned(Gun gun, String reason) {
      super(
          "%s was pinned, or verified before, and is not pulled without a signature any more. What says"
                  .formatted(gun)
              + " so is "
              + reason);
    }
  }
}
