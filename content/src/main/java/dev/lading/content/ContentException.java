package dev.lading.content;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be wrong with content, or with what was said of it. Each subtype bears the facts that an
 * answer needs; nothing was changed when one is thrown, unless the subtype says otherwise.
 */
public abstract sealed class ContentException extends RuntimeException {
  public enum NameFault {
    MALFORMED,
    TOO_LONG
  }

  public enum DigestFault {
    MALFORMED,
    UNSUPPORTED
  }

  public enum ManifestFault {
    NOT_JSON,
    TOO_DEEP,
    DUPLICATE_KEY,
    MEDIA_TYPE_MISMATCH,
    MEDIA_TYPE_UNSUPPORTED,
    FIELD_INVALID,
    SIZE_MISMATCH
  }

  private ContentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public static final class NameInvalid extends ContentException {
    private final NameFault fault;

    public NameInvalid(String name, NameFault fault) {
      super("not a repository name: " + shortened(name), null);
      this.fault = fault;
    }

    public NameFault fault() {
      return fault;
    }
  }

  public static final class TagInvalid extends ContentException {
    public TagInvalid(String tag) {
      super("not a tag: " + shortened(tag), null);
    }
  }

  public static final class DigestInvalid extends ContentException {
    private final DigestFault fault;

    public DigestInvalid(String digest, DigestFault fault) {
      super(
          switch (fault) {
            case MALFORMED -> "not a digest: " + shortened(digest);
            case UNSUPPORTED ->
                "not a supported digest algorithm (sha256, sha512): " + shortened(digest);
          },
          null);
      this.fault = fault;
    }

    public DigestFault fault() {
      return fault;
    }
  }

  /** The bytes are not the ones that the digest names. An upload that met this is gone. */
  public static final class DigestMismatch extends ContentException {
    private final transient Digest expected;
    private final transient Digest actual;

    public DigestMismatch(Digest expected, Digest actual) {
      super("expected " + expected + ", the bytes are " + actual, null);
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

  /** No manifest was ever pushed to this repository, or it is gone with its last one. */
  public static final class RepositoryUnknown extends ContentException {
    private final transient RepositoryName name;

    public RepositoryUnknown(RepositoryName name) {
      super("no such repository: " + name, null);
      this.name = name;
    }

    public RepositoryName name() {
      return name;
    }
  }

  public static final class BlobUnknown extends ContentException {
    private final transient Digest digest;

    public BlobUnknown(RepositoryName name, Digest digest) {
      super(name + " holds no blob " + digest, null);
      this.digest = digest;
    }

    public Digest digest() {
      return digest;
    }
  }

  public static final class ManifestUnknown extends ContentException {
    private final String reference;

    public ManifestUnknown(RepositoryName name, String reference) {
      super(name + " holds no manifest " + shortened(reference), null);
      this.reference = shortened(reference);
    }

    public String reference() {
      return reference;
    }
  }

  /** A tag that is there stays what it is; a push may have left its manifest, without the tag. */
  public static final class TagImmutable extends ContentException {
    private final transient Tag tag;
    private final transient Digest named;
    private final String rule;

    /**
     * @param named what it stays
     * @param rule which setting says so
     */
    public TagImmutable(RepositoryName name, Tag tag, Digest named, String rule) {
      super(
          "tag %s of %s stays %s: it cannot be overwritten because the tag is immutable, nor removed (tags.immutable, %s)"
              .formatted(tag, name, named, shortened(rule)),
          null);
      this.tag = tag;
      this.named = named;
      this.rule = shortened(rule);
    }

    public Tag tag() {
      return tag;
    }

    public Digest named() {
      return named;
    }

    public String rule() {
      return rule;
    }
  }

  /** A name does not stand for what a client asked for before its change. */
  public static final class PreconditionFailed extends ContentException {
    private final transient Optional<Digest> named;

    /**
     * @param named what the name stands for
     */
    public PreconditionFailed(RepositoryName name, Reference reference, Optional<Digest> named) {
      super(
          name
              + named
                  .map(digest -> " names " + digest + " as " + reference)
                  .orElse(" holds no manifest " + reference)
              + ": not what the request asks for (If-Match, If-None-Match)",
          null);
      this.named = named;
    }

    public Optional<Digest> named() {
      return named;
    }
  }

  public static final class UploadUnknown extends ContentException {
    public UploadUnknown(RepositoryName name, String id) {
      super(name + " has no upload " + shortened(id), null);
    }
  }

  /** Another request is writing to this upload at this moment. */
  public static final class UploadBusy extends ContentException {
    public UploadBusy(RepositoryName name, UploadId id) {
      super("another request is writing to upload " + id + " of " + name, null);
    }
  }

  /** A chunk does not start where the upload stands; the upload goes on from {@link #size()}. */
  public static final class ChunkOutOfOrder extends ContentException {
    private final long offset;
    private final long size;

    public ChunkOutOfOrder(long offset, long size) {
      super("a chunk at " + offset + ", the upload stands at " + size, null);
      this.offset = offset;
      this.size = size;
    }

    public long offset() {
      return offset;
    }

    public long size() {
      return size;
    }
  }

  /** An upload grew past the largest blob that this registry takes; it is gone. */
  public static final class BlobTooLarge extends ContentException {
    private final long limitBytes;

    public BlobTooLarge(long limitBytes) {
      super("a blob has at most " + limitBytes + " bytes here", null);
      this.limitBytes = limitBytes;
    }

    public long limitBytes() {
      return limitBytes;
    }
  }

  public static final class ManifestInvalid extends ContentException {
    private final ManifestFault fault;

    public ManifestInvalid(ManifestFault fault, String message) {
      this(fault, message, null);
    }

    public ManifestInvalid(ManifestFault fault, String message, @Nullable Throwable cause) {
      super(shortened(message), cause);
      this.fault = fault;
    }

    public ManifestFault fault() {
      return fault;
    }
  }

  /** A manifest refers to what its repository does not hold. */
  public static final class ReferencesUnknown extends ContentException {
    private final transient List<Descriptor> blobs;
    private final transient List<Descriptor> manifests;

    public ReferencesUnknown(List<Descriptor> blobs, List<Descriptor> manifests) {
      super(blobs.size() + " blobs and " + manifests.size() + " manifests are missing", null);
      this.blobs = List.copyOf(blobs);
      this.manifests = List.copyOf(manifests);
    }

    public List<Descriptor> blobs() {
      return blobs;
    }

    public List<Descriptor> manifests() {
      return manifests;
    }
  }

  /** The store kept changing under a publication; trying again later will do. */
  public static final class StoreBusy extends ContentException {
    public StoreBusy(String what) {
      super("the store is busy: " + what, null);
    }
  }

  /** The store was written by a newer version; it is not touched. */
  public static final class StoreTooNew extends ContentException {
    public StoreTooNew(String found, String known) {
      super("the store's format is " + found + ", this version knows " + known, null);
    }
  }

  private static String shortened(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "...";
  }
}
