package dev.lading.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.Key;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Objects that are too large to be copied by one request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class CopiesTest {
  private static final int PIECE_BYTES = 5 << 20;

  private final LocalS3 server;
  private final Store store;
  private final Copies copies;

  CopiesTest() throws Exception {
    server = LocalS3.start();
    store = server.store();
    copies = new Copies(store.assembly(), PIECE_BYTES, PIECE_BYTES);
  }

  @AfterEach
  void nothingIsLeft() {
    store.bucket().deleteAll(List.of("from", "to"));
    assertThat(server.content()).isEmpty();
  }

  @AfterAll
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void copy_inPieces_hasAllBytes() {
    for (int size : new int[] {PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES, 12_345_678}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      store.bucket().put("from", Body.of(bytes));
      assertThat(copies.copy("from", "to")).isTrue();
      assertThat(store.bucket().read(Key.of("to"), "to", size)).contains(bytes);
    }
  }

  @Test
  void copy_inPieces_ofWhatIsDeletedMeanwhile_isFalse_andLeavesNothing() throws Exception {
    byte[] bytes = new byte[2 * PIECE_BYTES];
    store.bucket().put("from", Body.of(bytes));
    try (FaultyProxy proxy = new FaultyProxy(server.port())) {
      Copies watched = new Copies(server.storeThrough(proxy).assembly(), PIECE_BYTES, PIECE_BYTES);
      proxy.plan(
          request -> {
            if (request.target().contains("partNumber=2")) {
              store.bucket().delete("from");
            }
            return false;
          },
          FaultyProxy.Fault.SLOW_REPLY);
      assertThat(watched.copy("from", "to")).isFalse();
    }
    assertThat(store.bucket().find("to")).isEmpty();
  }

  @Test
  void pieces_areNextToEachOther_andEndWithTheObject() {
    assertThat(Piece.cut("a", 25, 10))
        .extracting(piece -> piece.range().orElseThrow())
        .containsExactly("bytes=0-9", "bytes=10-19", "bytes=20-24");
    assertThat(Piece.cut("a", 20, 10))
        .extracting(piece -> piece.range().orElseThrow())
        .containsExactly("bytes=0-9", "bytes=10-19");
  }
}
