package dev.lading.storage;

import static dev.lading.storage.DriverFixture.bytes;
import static dev.lading.storage.DriverFixture.key;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Writing, reading and deleting. */
interface ObjectContract extends DriverFixture {

  @Test
  default void find_ofNothing_isEmpty() {
    assertThat(driver().find(key("a"))).isEmpty();
    assertThat(driver().read(key("a"), 10)).isEmpty();
    assertThat(driver().source(key("a"))).isEmpty();
  }

  @Test
  default void find_ofPrefix_isEmpty() {
    driver().write(key("a/b/c"), bytes("x"));
    assertThat(driver().find(key("a/b"))).isEmpty();
    assertThat(driver().read(key("a/b"), 10_000)).isEmpty();
    assertThat(driver().source(key("a/b"))).isEmpty();
    assertThat(driver().staged(key("a/b"))).isEmpty();
  }

  @Test
  default void write_thenFind_tellsSizeAndStoreTime() {
    driver().write(key("a"), bytes("four"));
    ObjectInfo info = driver().find(key("a")).orElseThrow();
    assertThat(info.size()).isEqualTo(4);
    assertThat(info.storeTime()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }

  @Test
  default void write_replacesWhatIsThere() {
    driver().write(key("a"), bytes("a longer first"));
    driver().write(key("a"), bytes("second"));
    assertThat(text("a")).isEqualTo("second");
  }

  @Test
  default void write_ofNoBytes_isAnObject() {
    driver().write(key("a"), new byte[0]);
    assertThat(driver().find(key("a"))).map(ObjectInfo::size).contains(0L);
    assertThat(driver().read(key("a"), 0)).contains(new byte[0]);
  }

  @Test
  default void write_ofManyMebibytes_isReadBack() {
    byte[] bytes = new byte[5_000_001];
    new Random(11).nextBytes(bytes);
    driver().write(key("a"), bytes);
    assertThat(driver().read(key("a"), bytes.length)).contains(bytes);
  }

  @Test
  default void write_ofBytesThatChangeLater_keepsThemAsTheyWere() {
    byte[] bytes = bytes("before");
    driver().write(key("a"), bytes);
    bytes[0] = 'X';
    driver().read(key("a"), 10).orElseThrow()[1] = 'X';
    assertThat(text("a")).isEqualTo("before");
  }

  @Test
  default void writeTransient_isAWriteWhileThePowerLasts() {
    driver().writeTransient(key("a/b"), bytes("first"));
    driver().writeTransient(key("a/b"), bytes("second"));
    assertThat(text("a/b")).isEqualTo("second");
    driver().deleteTransient(key("a/b"));
    driver().deleteTransient(key("a/b"));
    assertThat(driver().find(key("a/b"))).isEmpty();
  }

  @Test
  default void read_ofMoreThanTheLimit_isRefused() {
    driver().write(key("a"), bytes("12345"));
    assertThat(driver().read(key("a"), 5)).contains(bytes("12345"));
    assertThatExceptionOfType(ObjectTooLarge.class)
        .isThrownBy(() -> driver().read(key("a"), 4))
        .satisfies(
            e -> {
              assertThat(e.key()).isEqualTo(key("a"));
              assertThat(e.size()).isEqualTo(5);
              assertThat(e.limit()).isEqualTo(4);
            });
  }

  @Test
  default void objects_withOddNames_areToldApart() {
    List<String> names =
        List.of(
            "a b",
            " a",
            "a ",
            ".a",
            "..a",
            "a..b",
            "~",
            "*",
            "?",
            "%2F",
            "%",
            "+",
            "a:b",
            "'\"",
            "a&b=c",
            "#",
            "$HOME",
            "[x]",
            "{}",
            "<>",
            "|",
            ";",
            "@",
            "A",
            "a",
            "-rf",
            "x".repeat(255));
    names.forEach(name -> driver().write(key("odd/" + name), bytes(name)));
    assertThat(names).allSatisfy(name -> assertThat(text("odd/" + name)).isEqualTo(name));
    assertThat(driver().children(key("odd"), Optional.empty(), NO_LIMIT))
        .containsExactlyElementsOf(new TreeSet<>(names));
  }

  @Test
  default void objects_withTheLongestKeys_areKept() {
    Key longest = new Key(("test" + ("/" + "k".repeat(50)).repeat(20)));
    driver().write(longest, bytes("deep"));
    assertThat(driver().list(TOP, Optional.empty(), 10))
        .extracting(ListedObject::key)
        .containsExactly(longest);
  }

  @Test
  default void writeIfAbsent_writesOnlyOnce() {
    assertThat(driver().writeIfAbsent(key("a/b"), bytes("first"))).isTrue();
    assertThat(driver().writeIfAbsent(key("a/b"), bytes("second"))).isFalse();
    assertThat(text("a/b")).isEqualTo("first");
  }

  @Test
  default void writeIfAbsent_afterADeletion_writesAgain() {
    driver().writeIfAbsent(key("a/b"), bytes("first"));
    driver().delete(key("a/b"));
    assertThat(driver().writeIfAbsent(key("a/b"), bytes("second"))).isTrue();
    assertThat(text("a/b")).isEqualTo("second");
  }

  @Test
  default void source_givesAnyRange() throws IOException {
    driver().write(key("a"), bytes("0123456789"));
    try (BlobSource source = driver().source(key("a")).orElseThrow()) {
      assertThat(source.size()).isEqualTo(10);
      assertThat(range(source, 0, 10)).isEqualTo("0123456789");
      assertThat(range(source, 3, 4)).isEqualTo("3456");
      assertThat(range(source, 10, 0)).isEmpty();
      assertThat(range(source, 9, 1)).isEqualTo("9");
    }
  }

  @Test
  default void source_ofARangeOutside_isRefused() {
    driver().write(key("a"), bytes("0123456789"));
    try (BlobSource source = driver().source(key("a")).orElseThrow()) {
      assertThatIllegalArgumentException().isThrownBy(() -> source.open(-1, 2));
      assertThatIllegalArgumentException().isThrownBy(() -> source.open(5, 6));
      assertThatIllegalArgumentException().isThrownBy(() -> source.open(0, -1));
      assertThatIllegalArgumentException().isThrownBy(() -> source.open(Long.MAX_VALUE, 1));
    }
  }

  @Test
  default void wholeSource_givesAllOfIt_andAnyRange() throws IOException {
    driver().write(key("a"), bytes("0123456789"));
    try (BlobSource source = driver().wholeSource(key("a")).orElseThrow()) {
      assertThat(source.size()).isEqualTo(10);
      assertThat(range(source, 3, 4)).isEqualTo("3456");
      assertThat(range(source, 0, 10)).isEqualTo("0123456789");
      assertThat(range(source, 0, 10)).isEqualTo("0123456789");
      assertThat(range(source, 10, 0)).isEmpty();
      assertThatIllegalArgumentException().isThrownBy(() -> source.open(5, 6));
    }
  }

  @Test
  default void wholeSource_ofNothing_isEmpty_andOfNoBytesIsNot() throws IOException {
    driver().write(key("a"), bytes(""));
    assertThat(driver().wholeSource(key("b"))).isEmpty();
    try (BlobSource source = driver().wholeSource(key("a")).orElseThrow()) {
      assertThat(source.size()).isZero();
      assertThat(range(source, 0, 0)).isEmpty();
    }
  }

  @Test
  default void source_onceOpened_survivesDeletionAndReplacement_ifDeclared() throws IOException {
    driver().write(key("a"), bytes("first"));
    Optional<String> expected = holdsOpenedObjects() ? Optional.of("first") : Optional.empty();
    try (BlobSource first = driver().source(key("a")).orElseThrow()) {
      driver().write(key("a"), bytes("other"));
      assertThat(rangeUnlessGone(first, 0, 5)).isEqualTo(expected);
      driver().delete(key("a"));
      assertThat(rangeUnlessGone(first, 0, 5)).isEqualTo(expected);
    }
  }

  @Test
  default void delete_ofTheLastObject_removesItsPrefixes() {
    driver().write(key("a/b/c"), bytes("x"));
    driver().write(key("a/d"), bytes("x"));
    driver().delete(key("a/b/c"));
    assertThat(driver().find(key("a/b/c"))).isEmpty();
    assertThat(driver().children(key("a"), Optional.empty(), 10)).containsExactly("d");
    driver().delete(key("a/d"));
    assertThat(driver().children(TOP, Optional.empty(), 10)).isEmpty();
  }

  @Test
  default void delete_ofNothing_isFine() {
    driver().write(key("a/b"), bytes("x"));
    driver().delete(key("a"));
    driver().delete(key("a/c"));
    driver().delete(key("x/y/z"));
    assertThat(text("a/b")).isEqualTo("x");
  }

  @Test
  default void deleteAll_removesEach() {
    List.of("l/a", "l/b/c", "l/d").forEach(name -> driver().write(key(name), bytes(name)));
    driver().deleteAll(List.of(key("l/a"), key("l/nothing"), key("l/b/c")));
    assertThat(listed("l", Optional.empty(), 10)).containsExactly("d");
  }

  @Test
  default void deleteBelow_removesThePrefixOnly() {
    List.of("a/b/c", "a/b/d/e", "a/bb", "a/c")
        .forEach(name -> driver().write(key(name), bytes("x")));
    driver().deleteBelow(key("a/b"));
    driver().deleteBelow(key("nothing/here"));
    assertThat(listed("a", Optional.empty(), 10)).containsExactly("bb", "c");
    assertThat(driver().children(key("a"), Optional.empty(), 10)).containsExactly("bb", "c");
  }

  private static Optional<String> rangeUnlessGone(BlobSource source, long offset, long length)
      throws IOException {
    try {
      return Optional.of(range(source, offset, length));
    } catch (StorageUnavailable _) {
      return Optional.empty();
    }
  }

  private static String range(BlobSource source, long offset, long length) throws IOException {
    try (InputStream in = source.open(offset, length)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
