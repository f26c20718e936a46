package dev.lading.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** What the parts of the contract work with. */
interface DriverFixture {

  int NO_LIMIT = Integer.MAX_VALUE;

  /** What all keys of the tests are below. */
  Key TOP = Key.of("test");

  /** The driver of this test. */
  StorageDriver driver();

  /** Closes the driver of this test and opens it again. */
  void reopen();

  /** Whether objects outlive the driver. */
  default boolean isPersistent() {
    return true;
  }

  /**
   * Whether staged bytes are seen by find and by listings under the key they are staged at, rather
   * than as whatever else below it.
   */
  default boolean showsStagedObjects() {
    return true;
  }

  /** Whether an opened source gives its bytes after its object was replaced or deleted. */
  default boolean holdsOpenedObjects() {
    return true;
  }

  static Key key(String name) {
    return TOP.resolve(name);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  default String text(String name) {
    return new String(driver().read(key(name), 1_000_000).orElseThrow(), UTF_8);
  }

  static void append(StagedObject staged, long offset, String text) {
    try (StagedAppend append = staged.append(offset)) {
      append.write(ByteBuffer.wrap(bytes(text)));
    }
  }

  static String content(StagedObject staged) throws IOException {
    try (InputStream in = staged.read()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Names below {@code test/prefix/}. */
  default List<String> listed(String prefix, Optional<String> after, int limit) {
    String start = key(prefix) + "/";
    return driver().list(key(prefix), after.map(name -> new Key(start + name)), limit).stream()
        .map(row -> row.key().path().substring(start.length()))
        .toList();
  }
}
