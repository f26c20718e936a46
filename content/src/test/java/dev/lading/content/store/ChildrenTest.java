package dev.lading.content.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.Key;
import dev.lading.storage.memory.MemoryDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildrenTest {
  private static final Key PREFIX = Key.of("p");
  private static final List<String> NAMES =
      IntStream.range(0, 12).mapToObj("n%02d"::formatted).toList();
  private final WatchedDriver driver = new WatchedDriver(new MemoryDriver(new TestClock()));

  ChildrenTest() {
    NAMES.forEach(name -> driver.write(PREFIX.resolve(name), new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 11, 12, 13, 100})
  void after_isEveryName_whateverThePage(int page) {
    assertThat(Children.after(driver, PREFIX, Optional.empty(), page)).isEqualTo(NAMES);
    assertThat(Children.after(driver, PREFIX, Optional.of("n04"), page))
        .isEqualTo(NAMES.subList(5, 12));
    assertThat(Children.after(driver, PREFIX, Optional.of("n11"), page)).isEmpty();
  }

  @Test
  void after_readsNoMoreThanIsAskedFor() {
    List<Key> read = new ArrayList<>();
    driver.watch((_, key) -> read.add(key));
    assertThat(Children.after(driver, PREFIX, Optional.empty(), 3).limit(3)).hasSize(3);
    assertThat(read).hasSize(1);
  }

  @Test
  void of_nothing_isEmpty() {
    assertThat(Children.of(driver, Key.of("q"))).isEmpty();
  }
}
