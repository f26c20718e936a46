package dev.lading.runtime.unpack;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** How a layer's tar is compressed. */
enum Compression {
  NONE {
    @Override
    InputStream decompressed(InputStream bytes) {
      return bytes;
    }
  },
  GZIP {
    @Override
    InputStream decompressed(InputStream bytes) throws IOException {
      return new GZIPInputStream(bytes, BUFFER_BYTES);
    }
  },
  ZSTD {
    @Override
    InputStream decompressed(InputStream bytes) throws IOException {
      return new ZstdInputStreamNoFinalizer(bytes);
    }
  };

  private static final int BUFFER_BYTES = 64 * 1024;

  private static final String OCI = "application/vnd.oci.image.layer.v1.tar";
  private static final String OCI_FOREIGN =
      "application/vnd.oci.image.layer.nondistributable.v1.tar";
  private static final String DOCKER = "application/vnd.docker.image.rootfs.diff.tar";
  private static final String DOCKER_FOREIGN =
      "application/vnd.docker.image.rootfs.foreign.diff.tar";

  /** Docker writes a dot where OCI has a plus. */
  private static final Map<String, Compression> BY_MEDIA_TYPE =
      Map.ofEntries(
          Map.entry(OCI, NONE),
          Map.entry(OCI + "+gzip", GZIP),
          Map.entry(OCI + "+zstd", ZSTD),
          Map.entry(OCI_FOREIGN, NONE),
          Map.entry(OCI_FOREIGN + "+gzip", GZIP),
          Map.entry(OCI_FOREIGN + "+zstd", ZSTD),
          Map.entry(DOCKER, NONE),
          Map.entry(DOCKER + ".gzip", GZIP),
          Map.entry(DOCKER + ".zstd", ZSTD),
          Map.entry(DOCKER_FOREIGN, NONE),
          Map.entry(DOCKER_FOREIGN + ".gzip", GZIP));

  /** Empty when no layer of an image has that media type. */
  static Optional<Compression> ofMediaType(String mediaType) {
    return Optional.ofNullable(BY_MEDIA_TYPE.get(mediaType));
  }

  /** All members or frames, one after the other; closing it closes the given stream. */
  abstract InputStream decompressed(InputStream bytes) throws IOException;
}
