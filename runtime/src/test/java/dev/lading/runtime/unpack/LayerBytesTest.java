package dev.lading.runtime.unpack;

import static dev.lading.runtime.unpack.Unpacking.bytes;
import static dev.lading.runtime.unpack.Unpacking.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.lading.runtime.unpack.UnpackException.Damaged;
import dev.lading.runtime.unpack.UnpackException.NotEmpty;
import dev.lading.runtime.unpack.UnpackException.TooMuch;
import dev.lading.runtime.unpack.UnpackException.Truncated;
import dev.lading.runtime.unpack.UnpackException.UnknownMediaType;
import dev.lading.runtime.unpack.UnpackException.Unreadable;
import dev.lading.runtime.unpack.UnpackException.WrongDiffId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From compressed bytes to a tar whose DiffID is right. */
class LayerBytesTest {
  private static final String OCI = "application/vnd.oci.image.layer.v1.tar";
  private static final byte[] TAR = new Tar().file("a", "content").closed();

  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource({
    "application/vnd.oci.image.layer.v1.tar, none",
    "application/vnd.oci.image.layer.v1.tar+gzip, gzip",
    "application/vnd.oci.image.layer.v1.tar+zstd, zstd",
    "application/vnd.oci.image.layer.nondistributable.v1.tar, none",
    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip, gzip",
    "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd, zstd",
    "application/vnd.docker.image.rootfs.diff.tar, none",
    "application/vnd.docker.image.rootfs.diff.tar.gzip, gzip",
    "application/vnd.docker.image.rootfs.diff.tar.zstd, zstd",
    "application/vnd.docker.image.rootfs.foreign.diff.tar, none",
    "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip, gzip",
  })
  void mediaType_saysHowItIsCompressed(String mediaType, String compression) throws IOException {
    apply(mediaType, compressed(compression, TAR), TAR);

    assertThat(root.resolve("a")).hasContent("content");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "application/vnd.oci.image.layer.v1.tar+xz",
        "application/vnd.oci.image.config.v1+json",
        "application/vnd.oci.empty.v1+json",
        "application/vnd.docker.image.rootfs.diff.tar+gzip",
      })
  void mediaTypeOfSomethingElse_isRefused(String mediaType) {
    assertThatThrownBy(() -> apply(mediaType, TAR, TAR))
        .isInstanceOfSatisfying(
            UnknownMediaType.class, e -> assertThat(e.mediaType()).isEqualTo(mediaType));
  }

  @ParameterizedTest
  @CsvSource({"gzip", "zstd"})
  void manyMembers_areOneTar(String compression) throws IOException {
    byte[] tar = new Tar().file("a", noise(300_000)).file("b", "end").closed();
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (int at = 0; at < tar.length; at += 10_001) {
      members.writeBytes(
          compressed(compression, Arrays.copyOfRange(tar, at, Math.min(at + 10_001, tar.length))));
    }

    apply(OCI + "+" + compression, members.toByteArray(), tar);

    assertThat(root.resolve("b")).hasContent("end");
  }

  /** A source that brings little at a time, and does not know whether more follows. */
  @Test
  void manyMembers_byTheByte_areOneTar() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.writeBytes(compressed("gzip", Arrays.copyOf(TAR, 700)));
    members.writeBytes(compressed("gzip", Arrays.copyOfRange(TAR, 700, TAR.length)));
    byte[] all = members.toByteArray();

    apply(OCI + "+gzip", all, TAR, () -> new SlowStream(all));

    assertThat(root.resolve("a")).hasContent("content");
  }

  @ParameterizedTest
  @CsvSource({"gzip", "zstd"})
  void compressedBytes_thatEndEarly_areRefused(String compression) throws IOException {
    byte[] tar = new Tar().file("a", noise(100_000)).closed();
    byte[] whole = compressed(compression, tar);
    byte[] half = Arrays.copyOf(whole, whole.length / 2);

    assertThatThrownBy(() -> apply(OCI + "+" + compression, half, tar))
        .isInstanceOf(Truncated.class);
  }

  @ParameterizedTest
  @CsvSource({"gzip", "zstd"})
  void bytes_thatAreNotCompressed_areRefused(String compression) {
    assertThatThrownBy(() -> apply(OCI + "+" + compression, TAR, TAR)).isInstanceOf(Damaged.class);
  }

  @ParameterizedTest
  @CsvSource({"gzip", "zstd"})
  void nothing_isRefused(String compression) {
    assertThatThrownBy(() -> apply(OCI + "+" + compression, new byte[0], TAR))
        .isInstanceOf(UnpackException.class);
  }

  @Test
  void diffIdOfAnotherTar_isRefused() {
    byte[] other = new Tar().file("a", "another").closed();

    assertThatThrownBy(() -> apply(OCI, TAR, other))
        .isInstanceOfSatisfying(
            WrongDiffId.class, e -> assertThat(e.actual()).isNotEqualTo(e.expected()));
  }

  @Test
  void whatComesAfterTheEnd_countsForTheDiffId() throws IOException {
    byte[] longer = Arrays.copyOf(TAR, TAR.length + 300_001);
    longer[longer.length - 1] = 1;

    assertThatThrownBy(() -> apply(OCI, longer, TAR)).isInstanceOf(WrongDiffId.class);

    Path other = Files.createDirectory(root.resolve("other"));
    try (RootFilesystem filesystem = RootFilesystem.create(other, Limits.usual())) {
      filesystem.apply(layer(OCI, longer, longer), bytes(longer));
    }
    assertThat(other.resolve("a")).hasContent("content");
  }

  @Test
  void tarWithoutAnEnd_isWhatItsDiffIdSays() throws IOException {
    byte[] open = new Tar().file("a", "content").open();

    apply(OCI, open, open);

    assertThat(root.resolve("a")).hasContent("content");
  }

  /** As {@code umoci insert} writes them. */
  @Test
  void tarThatEndsWithTheLastByteOfItsLastFile_isWhatItsDiffIdSays() throws IOException {
    byte[] open = Arrays.copyOf(new Tar().file("a", "content").open(), 512 + "content".length());

    apply(OCI, open, open);

    assertThat(root.resolve("a")).hasContent("content");
  }

  @Test
  void bytesWithoutEnd_areCutOff() {
    Limits limits = new Limits(1 << 20, 10, 100, 100);
    byte[] zeros = compressed("zstd", new byte[1 << 25]);

    assertThatThrownBy(
            () -> {
              try (RootFilesystem filesystem = RootFilesystem.create(root, limits)) {
                filesystem.apply(layer(OCI + "+zstd", zeros, TAR), bytes(zeros));
              }
            })
        .isInstanceOf(TooMuch.class);
  }

  @Test
  void source_isReadToItsEndAndClosed() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    byte[] padded = Arrays.copyOf(compressed("gzip", TAR), 100_000);
    ByteArrayInputStream source =
        new ByteArrayInputStream(padded) {
          @Override
          public void close() {
            closed.set(true);
          }
        };

    apply(OCI + "+gzip", padded, TAR, () -> source);

    assertThat(source.available()).isZero();
    assertThat(closed).isTrue();
  }

  @Test
  void failureOfTheSource_isToldAsItIs() {
    assertThatThrownBy(
            () ->
                apply(
                    OCI,
                    TAR,
                    TAR,
                    () -> {
                      throw new IOException("unplugged");
                    }))
        .isInstanceOf(UnpackException.class)
        .hasRootCauseMessage("unplugged");
    assertThatThrownBy(
            () ->
                apply(
                    OCI,
                    TAR,
                    TAR,
                    () ->
                        new ByteArrayInputStream(TAR) {
                          @Override
                          public synchronized int read(byte[] into, int offset, int length) {
                            throw new IllegalArgumentException("not these bytes");
                          }
                        }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> apply(OCI, TAR, TAR, BrokenStream::new))
        .isInstanceOf(Unreadable.class)
        .hasMessageContaining("cable");
  }

  @Test
  void rootWithSomethingInIt_isRefused() throws IOException {
    Files.writeString(root.resolve("a"), "");

    assertThatThrownBy(() -> RootFilesystem.create(root, Limits.usual()))
        .isInstanceOf(NotEmpty.class);
  }

  private void apply(String mediaType, byte[] compressed, byte[] tar) {
    apply(mediaType, compressed, tar, bytes(compressed));
  }

  private void apply(String mediaType, byte[] compressed, byte[] tar, LayerBytes source) {
    try (RootFilesystem filesystem = RootFilesystem.create(root, Limits.usual())) {
      filesystem.apply(layer(mediaType, compressed, tar), source);
    } finally {
      root.toFile().setReadable(true);
    }
  }

  private static byte[] compressed(String how, byte[] bytes) {
    return switch (how) {
      case "none" -> bytes;
      case "zstd" -> Zstd.compress(bytes);
      case "gzip" -> gzip(bytes);
      default -> throw new IllegalArgumentException(how);
    };
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private static String noise(int length) {
    byte[] bytes = new byte[length];
    Random random = new Random(7);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (' ' + random.nextInt(90));
    }
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static final class SlowStream extends InputStream {
    private final byte[] bytes;
    private int at;

    SlowStream(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return at == bytes.length ? -1 : bytes[at++] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int next = read();
      if (next < 0) {
        return -1;
      }
      into[offset] = (byte) next;
      return 1;
    }
  }

  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("cable");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      throw new IOException("cable");
    }
  }
}
