package dev.lading.runtime.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Algorithm;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.runtime.image.DataFolder;
import dev.lading.runtime.image.LocalImages;
import dev.lading.runtime.registry.RegistryException.Unreachable;
import dev.lading.runtime.registry.RegistryException.WrongBytes;
import dev.lading.runtime.registry.RegistryException.WrongSize;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.played.PlayedServer;
import dev.lading.runtime.registry.played.PlayedServer.Exchange;
import dev.lading.runtime.registry.played.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchingTest {
  private static final byte[] BYTES = bytes(300_000);
  private static final Descriptor BLOB =
      Descriptor.of("", Digest.of(Algorithm.SHA256, BYTES), BYTES.length);
  private static final String LINE = "GET /v2/team/app/blobs/" + BLOB.digest();

  @TempDir private Path folder;
  private final PlayedServer server = PlayedServer.start();
  private final Transport transport = Setting.usual().transport();
  private LocalImages images;

  @BeforeEach
  void open() {
    images = LocalImages.open(new DataFolder(folder));
  }

  @AfterEach
  void close() {
    images.close();
    transport.close();
    server.close();
  }

  @Test
  void blob_isHere_underItsDigest() throws IOException {
    server.on(LINE, e -> e.answer(200, BYTES));

    fetch();

    assertThat(folder.resolve("images/blobs/sha256/" + BLOB.digest().hex()))
        .hasBinaryContent(BYTES);
    assertThat(folder.resolve("ingest")).isEmptyDirectory();
  }

  @Test
  void whatIsHere_isNotAskedFor() {
    server.on(LINE, e -> e.answer(200, BYTES));
    fetch();

    fetch();

    assertThat(server.lines()).filteredOn(LINE::equals).hasSize(1);
  }

  @Test
  void registryThatDies_leavesWhatCame_andTheNextGoesOnThere() {
    server.on(LINE, FetchingTest::firstPartThenDead);
    assertThatThrownBy(this::fetch).isInstanceOf(Unreachable.class);
    assertThat(images.blobs().has(BLOB)).isFalse();
    server.on(LINE, FetchingTest::rest);

    fetch();

    assertThat(images.blobs().has(BLOB)).isTrue();
    assertThat(server.seen().getLast().header("Range")).matches("bytes=[1-9][0-9]*-");
  }

  @Test
  void rottenRemains_areForgotten_andFetchedAgain() throws IOException {
    Files.createDirectories(folder.resolve("ingest"));
    Files.write(folder.resolve("ingest/sha256-" + BLOB.digest().hex()), new byte[1000]);
    server.on(LINE, FetchingTest::rest);

    fetch();

    assertThat(images.blobs().read(BLOB)).isEqualTo(BYTES);
  }

  @Test
  void moreRemainsThanTheBlobHas_areForgotten() throws IOException {
    Files.createDirectories(folder.resolve("ingest"));
    Files.write(folder.resolve("ingest/sha256-" + BLOB.digest().hex()), new byte[400_000]);
    server.on(LINE, FetchingTest::rest);

    fetch();

    assertThat(images.blobs().read(BLOB)).isEqualTo(BYTES);
  }

  @Test
  void otherBytes_haveNoName_andAreNotKept() {
    server.on(LINE, e -> e.answer(200, new byte[BYTES.length]));

    assertThatThrownBy(this::fetch).isInstanceOf(WrongBytes.class);

    assertThat(images.blobs().has(BLOB)).isFalse();
    assertThat(folder.resolve("ingest/sha256-" + BLOB.digest().hex())).doesNotExist();
  }

  @Test
  void otherLength_isRefused() {
    server.on(LINE, e -> e.answer(200, new byte[BYTES.length + 1]));

    assertThatThrownBy(this::fetch).isInstanceOf(WrongSize.class);

    assertThat(images.blobs().has(BLOB)).isFalse();
  }

  private static void firstPartThenDead(Exchange e) throws IOException {
    if (e.seen().header("Range").isEmpty()) {
      e.cutShort(200, Arrays.copyOf(BYTES, 100_000), BYTES.length);
    } else {
      e.http().close();
    }
  }

  private static void rest(Exchange e) throws IOException {
    String range = e.seen().header("Range");
    if (range.isEmpty()) {
      e.answer(200, BYTES);
      return;
    }
    int from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
    e.with("Content-Range", "bytes %d-%d/%d".formatted(from, BYTES.length - 1, BYTES.length))
        .answer(206, Arrays.copyOfRange(BYTES, from, BYTES.length));
  }

  private void fetch() {
    new Fetching(
            Setting.usual()
                .client(server.host(), transport)
                .blobs(RepositoryName.parse("team/app")),
            images.blobs(),
            Progress.NONE)
        .fetch(BLOB);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(5).nextBytes(bytes);
    return bytes;
  }
}
