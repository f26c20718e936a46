package dev.lading.content.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.ContentException.StoreTooNew;
import dev.lading.storage.Key;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.memory.MemoryDriver;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreFormatTest {
  private static final Key FORMAT = Key.of("lading/format");
  private final MemoryDriver driver = new MemoryDriver(new TestClock());

  @Test
  void open_ofAnEmptyStore_writesTheFormat() {
    StoreFormat.open(driver);
    assertThat(format()).isEqualTo("{\"version\":1,\"features\":[]}\n");
  }

  @Test
  void open_again_changesNothing() {
    StoreFormat.open(driver);
    StoreFormat.open(driver);
    assertThat(format()).isEqualTo("{\"version\":1,\"features\":[]}\n");
  }

  @Test
  void open_ofAForeignTree_touchesNothingOfIt() {
    Key foreign = Key.of("docker/registry/v2/blobs/stray");
    driver.write(foreign, new byte[] {1});
    TestStore.over(driver);
    assertThat(driver.list(Key.of("docker"), Optional.empty(), 10))
        .extracting(each -> each.key().path())
        .isEqualTo(List.of(foreign.path()));
  }

  @Test
  void open_ofAFormatWithFieldsThatDoNotMatter_isFine() {
    driver.write(FORMAT, "{\"version\":1,\"features\":[],\"by\":\"somebody\"}".getBytes(UTF_8));
    StoreFormat.open(driver);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"version\":2,\"features\":[]}",
        "{\"version\":99999999999,\"features\":[]}",
        "{\"version\":1,\"features\":[\"trash\"]}",
        "{\"version\":1,\"features\":[\"written-claims\",\"trash\"]}",
        "{\"version\":1,\"features\":[{}]}"
      })
  void open_ofANewerStore_isRefused_andTouchesNothing(String newer) {
    driver.write(FORMAT, newer.getBytes(UTF_8));
    assertThatThrownBy(() -> TestStore.over(driver)).isInstanceOf(StoreTooNew.class);
    assertThat(format()).isEqualTo(newer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "1",
        "{}",
        "{\"version\":\"1\",\"features\":[]}",
        "{\"version\":1.5,\"features\":[]}",
        "{\"version\":0,\"features\":[]}",
        "{\"version\":1}",
        "{\"version\":1,\"features\":{}}",
        "{\"version\":1,\"features\":\"trash\"}"
      })
  void open_ofAFormatThatIsNone_isRefused_andTouchesNothing(String broken) {
    driver.write(FORMAT, broken.getBytes(UTF_8));
    assertThatThrownBy(() -> TestStore.over(driver)).isInstanceOf(StorageUnavailable.class);
    assertThat(format()).isEqualTo(broken);
  }

  /** Versions that write no claims know no feature at all, and refuse this. */
  @Test
  void store_onWhichACollectorRuns_asksForWrittenClaims() {
    driver.write(FORMAT, "{\"version\":1,\"features\":[],\"by\":\"somebody\"}".getBytes(UTF_8));

    StoreFormat.requireWrittenClaims(driver);
    StoreFormat.requireWrittenClaims(driver);

    assertThat(format())
        .isEqualTo("{\"version\":1,\"features\":[\"written-claims\"],\"by\":\"somebody\"}\n");
    StoreFormat.open(driver);
  }

  private String format() {
    return new String(driver.read(FORMAT, 1_000).orElseThrow(), UTF_8);
  }
}
