package dev.lading.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.Key;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that the store has in another order than we do, however its pages fall. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class ChildrenTest {
  private static final List<String> NAMES =
      List.of("a", "a-", "a-b", "a-b-c", "a.b", "a0", "b", "v1", "v1.2", "v1.2-rc", "v1.2.3");
  private final LocalS3 server;
  private final Store store;

  ChildrenTest() throws Exception {
    server = LocalS3.start();
    store = server.store();
    for (String name : NAMES) {
      boolean isPrefix = !name.endsWith("c");
      store
          .bucket()
          .put(store.names().of(Key.of("tags", isPrefix ? name + "/link" : name)), Body.EMPTY);
    }
  }

  @AfterAll
  void stop() throws Exception {
    server.stop();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 1000})
  void children_areInTheOrderOfNames_whateverTheSizeOfPages(int pageSize) {
    Children children = new Children(store, Key.of("tags"), pageSize);
    TreeSet<String> sorted = new TreeSet<>(NAMES);
    assertThat(children.after(Optional.empty(), 100)).containsExactlyElementsOf(sorted);
    for (String after : List.of("", "a", "a-", "a-a", "a.b", "b", "v1", "v1.2", "v1.2-z", "z")) {
      for (int limit = 0; limit <= NAMES.size(); limit++) {
        assertThat(children.after(Optional.of(after), limit))
            .as("after '%s', %d", after, limit)
            .containsExactlyElementsOf(sorted.tailSet(after, false).stream().limit(limit).toList());
      }
    }
  }

  @Test
  void children_thatCanBeNoKeys_areNotNamed() {
    store.bucket().put(store.names().start() + "other/\u00fc", Body.EMPTY);
    store.bucket().put(store.names().start() + "other/x", Body.EMPTY);
    assertThat(new Children(store, Key.of("other"), 1).after(Optional.empty(), 5))
        .containsExactly("x");
  }
}
