package dev.lading.runtime.image;

import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.runtime.files.PrivateFile;
import dev.lading.runtime.image.ImageException.Damaged;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The bytes of all images, each under its digest and only when they are whole. Manifests and
 * configs are verified whenever they are read; layers are when they are unpacked.
 */
public final class LocalBlobs {
  private final Path blobs;
  private final Path ingest;
  private final StoreLock lock;

  LocalBlobs(DataFolder data, StoreLock lock) {
    this.blobs = data.images().resolve("blobs");
    this.ingest = data.ingest();
    this.lock = lock;
  }

  /** Whether it is there, in its whole length. */
  public boolean has(Descriptor blob) {
    try {
      return Files.size(file(blob.digest())) == blob.size();
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws Damaged when they are other bytes; those are gone then
   */
  public byte[] read(Descriptor blob) {
    Path file = file(blob.digest());
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (!blob.digest().matches(bytes)) {
        throw discarded(blob);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes as they lie here; closed by the caller. */
  public InputStream open(Descriptor blob) throws IOException {
    return Files.newInputStream(file(blob.digest()));
  }

  /** Whether the bytes that lie here are other ones; reads them all. */
  boolean isDamaged(Descriptor blob) {
    MessageDigest hash = blob.digest().algorithm().newDigest();
    try (InputStream in = new DigestInputStream(open(blob), hash)) {
      in.transferTo(OutputStream.nullOutputStream());
      return !Digest.finish(blob.digest().algorithm(), hash).equals(blob.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what turned out to be other bytes, so that the next pull fetches it. */
  public Damaged discarded(Descriptor blob) {
    Path file = file(blob.digest());
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Damaged(blob, file);
  }

  /** Puts what was read from a registry and verified. */
  public void put(Digest digest, byte[] bytes) {
    try {
      PrivateFile.write(file(digest), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Begins to fetch a blob, or goes on where somebody was interrupted. Waits while another program
   * fetches it; then it may be there.
   */
  public Ingest ingest(Descriptor blob) {
    FileLock held = lock.fetching(blob.digest());
    try {
      PrivateFile.createFolder(ingest);
      Path file = file(blob.digest());
      PrivateFile.createFolder(file.resolveSibling(""));
      return Ingest.open(ingest.resolve(name(blob.digest())), file, held);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes all but these; only while nobody adds. */
  long keepOnly(Set<Digest> needed) {
    long freed = 0;
    for (Path file : all()) {
      Path algorithm = file.resolveSibling("").getFileName();
      if (!needed.contains(Digest.parse(algorithm + ":" + file.getFileName()))) {
        freed += removed(file);
      }
    }
    for (Path file : children(ingest)) {
      freed += removed(file);
    }
    return freed;
  }

  private static long removed(Path file) {
    try {
      long size = Files.size(file);
      Files.delete(file);
      return size;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Iterable<Path> all() {
    return children(blobs).stream().flatMap(folder -> children(folder).stream()).toList();
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(Digest digest) {
    return blobs.resolve(digest.algorithm().id()).resolve(digest.hex());
  }

  private static String name(Digest digest) {
    return digest.algorithm().id() + "-" + digest.hex();
  }
}
