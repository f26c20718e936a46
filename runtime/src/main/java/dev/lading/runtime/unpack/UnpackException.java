package dev.lading.runtime.unpack;

import dev.lading.content.Digest;
import dev.lading.runtime.posix.PosixException;
import dev.lading.runtime.posix.RawName;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Why an image was not unpacked. What was unpacked of it already is only good for being deleted.
 * Messages are for people.
 */
public abstract sealed class UnpackException extends RuntimeException {
  private UnpackException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The directory that was to become the root has something in it. */
  public static final class NotEmpty extends UnpackException {
    public NotEmpty(Path directory) {
      super(directory + " is not empty; an image is unpacked into an empty directory", null);
    }
  }

  /** A layer is no tar, or compressed in a way that is not known. */
  public static final class UnknownMediaType extends UnpackException {
    private final String mediaType;

    public UnknownMediaType(Digest layer, String mediaType) {
      super(
          "layer %s has the media type %s, which cannot be unpacked".formatted(layer, mediaType),
          null);
      this.mediaType = mediaType;
    }

    public String mediaType() {
      return mediaType;
    }
  }

  /** The bytes of a layer could not be read. */
  public static final class Unreadable extends UnpackException {
    public Unreadable(Digest layer, IOException cause) {
      super("layer %s cannot be read: %s".formatted(layer, cause.getMessage()), cause);
    }
  }

  /** A layer ends before it should. */
  public static final class Truncated extends UnpackException {
    public Truncated(Digest layer, Throwable cause) {
      super("layer %s ends early: %s".formatted(layer, cause.getMessage()), cause);
    }
  }

  /** A layer is not compressed as its media type says, or is no well-formed tar. */
  public static final class Damaged extends UnpackException {
    public Damaged(Digest layer, Throwable cause) {
      super("layer %s is damaged: %s".formatted(layer, cause.getMessage()), cause);
    }
  }

  /** The uncompressed tar is another than the image's config names. */
  public static final class WrongDiffId extends UnpackException {
    private final Digest expected;
    private final Digest actual;

    public WrongDiffId(Digest layer, Digest expected, Digest actual) {
      super(
          "layer %s is %s when uncompressed, and the image's config says %s"
              .formatted(layer, actual, expected),
          null);
      this.expected = expected;
      this.actual = actual;
    }

    public Digest expected() {
      return expected;
    }

    public Digest actual() {
      return actual;
    }
  }

  /** What is counted. */
  public enum Limit {
    BYTES("bytes unpacked"),
    ENTRIES("files"),
    NAME_BYTES("bytes in one name"),
    EXTENDED_HEADER_BYTES("bytes in one extended header");

    private final String text;

    Limit(String text) {
      this.text = text;
    }
  }

  /** An image has more of something than is unpacked. */
  public static final class TooMuch extends UnpackException {
    private final Limit limit;
    private final long most;

    public TooMuch(Digest layer, Limit limit, long most) {
      super("layer %s leads to more than %d %s".formatted(layer, most, limit.text), null);
      this.limit = limit;
      this.most = most;
    }

    public Limit limit() {
      return limit;
    }

    public long most() {
      return most;
    }
  }

  /** What is wrong with an entry. */
  public enum Fault {
    ROOT_IS_NO_DIRECTORY("would replace the root by something that is no directory"),
    WHITEOUT_OF_NOTHING("is a whiteout that names no file"),
    PARENT_IS_NO_DIRECTORY("is in something that is no directory"),
    NO_LINK_TARGET("is a link to something that is not in the image"),
    NO_SUCH_DEVICE("is a device with numbers that Linux does not have"),
    NO_SUCH_OWNER("has an owner that Linux does not have");

    private final String text;

    Fault(String text) {
      this.text = text;
    }
  }

  /** An entry of a layer makes no sense where it stands. */
  public static final class BadEntry extends UnpackException {
    private final transient RawName path;
    private final Fault fault;

    public BadEntry(Digest layer, RawName path, Fault fault) {
      super("layer %s: %s %s".formatted(layer, path, fault.text), null);
      this.path = path;
      this.fault = fault;
    }

    public RawName path() {
      return path;
    }

    public Fault fault() {
      return fault;
    }
  }

  /** The kernel refused what an entry asks for: no space is left, or no rights. */
  public static final class Unwritable extends UnpackException {
    private final transient RawName path;
    private final PosixException reason;

    public Unwritable(Digest layer, RawName path, PosixException reason) {
      super("layer %s: %s: %s".formatted(layer, path, reason.getMessage()), reason);
      this.path = path;
      this.reason = reason;
    }

    public RawName path() {
      return path;
    }

    public PosixException reason() {
      return reason;
    }
  }

  /** The thread was interrupted; it still is. */
  public static final class Interrupted extends UnpackException {
    public Interrupted(Digest layer) {
      super("interrupted while unpacking layer " + layer, null);
    }
  }
}
