package dev.lading.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every driver does. A driver's own test extends this, says where the store is, and declares
 * by overriding a predicate what is different about it. After each test all objects are deleted and
 * the store has to be as empty as a new one.
 */
public abstract class StorageDriverContract {
  private static final Key TOP = Key.of("test");
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private StorageDriver driver;

  /** Opens the store of this test; called again after a close. */
  protected abstract StorageDriver open();

  /** Whatever lies in the store that is neither an object nor there when it is new. */
  protected abstract List<String> residue() throws IOException;

  /** Whether objects outlive the driver. */
  protected boolean isPersistent() {
    return true;
  }

  /** Whether staged bytes are seen by find and by listings under the key they are staged at. */
  protected boolean showsStagedObjects() {
    return true;
  }

  @BeforeEach
  void openDriver() {
    driver = open();
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    driver.list(TOP, Optional.empty(), NO_LIMIT).forEach(row -> driver.delete(row.key()));
    driver.close();
    assertThat(residue()).isEmpty();
  }

  // Objects

  @Test
  void find_ofNothing_isEmpty() {
    assertThat(driver.find(key("a"))).isEmpty();
    assertThat(driver.read(key("a"), 10)).isEmpty();
    assertThat(driver.source(key("a"))).isEmpty();
  }

  @Test
  void find_ofPrefix_isEmpty() {
    driver.write(key("a/b/c"), bytes("x"));
    assertThat(driver.find(key("a/b"))).isEmpty();
    assertThat(driver.read(key("a/b"), 10_000)).isEmpty();
    assertThat(driver.source(key("a/b"))).isEmpty();
    assertThat(driver.staged(key("a/b"))).isEmpty();
  }

  @Test
  void write_thenFind_tellsSizeAndStoreTime() {
    driver.write(key("a"), bytes("four"));
    ObjectInfo info = driver.find(key("a")).orElseThrow();
    assertThat(info.size()).isEqualTo(4);
    assertThat(info.storeTime()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }

  @Test
  void write_replacesWhatIsThere() {
    driver.write(key("a"), bytes("a longer first"));
    driver.write(key("a"), bytes("second"));
    assertThat(text("a")).isEqualTo("second");
  }

  @Test
  void write_ofNoBytes_isAnObject() {
    driver.write(key("a"), new byte[0]);
    assertThat(driver.find(key("a"))).map(ObjectInfo::size).contains(0L);
    assertThat(driver.read(key("a"), 0)).contains(new byte[0]);
  }

  @Test
  void write_ofBytesThatChangeLater_keepsThemAsTheyWere() {
    byte[] bytes = bytes("before");
    driver.write(key("a"), bytes);
    bytes[0] = 'X';
    driver.read(key("a"), 10).orElseThrow()[1] = 'X';
    assertThat(text("a")).isEqualTo("before");
  }

  @Test
  void writeTransient_isAWriteWhileThePowerLasts() {
    driver.writeTransient(key("a/b"), bytes("first"));
    driver.writeTransient(key("a/b"), bytes("second"));
    assertThat(text("a/b")).isEqualTo("second");
    driver.deleteTransient(key("a/b"));
    driver.deleteTransient(key("a/b"));
    assertThat(driver.find(key("a/b"))).isEmpty();
  }

  @Test
  void read_ofMoreThanTheLimit_isRefused() {
    driver.write(key("a"), bytes("12345"));
    assertThat(driver.read(key("a"), 5)).contains(bytes("12345"));
    assertThatExceptionOfType(ObjectTooLarge.class)
        .isThrownBy(() -> driver.read(key("a"), 4))
        .satisfies(
            e -> {
              assertThat(e.key()).isEqualTo(key("a"));
              assertThat(e.size()).isEqualTo(5);
              assertThat(e.limit()).isEqualTo(4);
            });
  }

  @Test
  void objects_withOddNames_areToldApart() {
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
    names.forEach(name -> driver.write(key("odd/" + name), bytes(name)));
    assertThat(names).allSatisfy(name -> assertThat(text("odd/" + name)).isEqualTo(name));
    assertThat(driver.children(key("odd"), Optional.empty(), NO_LIMIT))
        .containsExactlyElementsOf(new TreeSet<>(names));
  }

  @Test
  void objects_withTheLongestKeys_areKept() {
    Key longest = new Key(("test" + ("/" + "k".repeat(50)).repeat(20)));
    driver.write(longest, bytes("deep"));
    assertThat(driver.list(TOP, Optional.empty(), 10))
        .extracting(ListedObject::key)
        .containsExactly(longest);
  }

  // Conditional writes

  @Test
  void writeIfAbsent_writesOnlyOnce() {
    assertThat(driver.writeIfAbsent(key("a/b"), bytes("first"))).isTrue();
    assertThat(driver.writeIfAbsent(key("a/b"), bytes("second"))).isFalse();
    assertThat(text("a/b")).isEqualTo("first");
  }

  @Test
  void writeIfAbsent_afterADeletion_writesAgain() {
    driver.writeIfAbsent(key("a/b"), bytes("first"));
    driver.delete(key("a/b"));
    assertThat(driver.writeIfAbsent(key("a/b"), bytes("second"))).isTrue();
    assertThat(text("a/b")).isEqualTo("second");
  }

  @Test
  void writeIfAbsent_byManyAtOnce_hasOneWinner() throws Exception {
    for (int round = 0; round < 50; round++) {
      String name = "race/" + round + "/object";
      List<Boolean> won =
          together(8, writer -> driver.writeIfAbsent(key(name), bytes("writer " + writer)));
      assertThat(won).containsOnlyOnce(true);
      assertThat(text(name)).isEqualTo("writer " + won.indexOf(true));
    }
  }

  // Sources

  @Test
  void source_givesAnyRange() throws IOException {
    driver.write(key("a"), bytes("0123456789"));
    try (BlobSource source = driver.source(key("a")).orElseThrow()) {
      assertThat(source.size()).isEqualTo(10);
      assertThat(range(source, 0, 10)).isEqualTo("0123456789");
      assertThat(range(source, 3, 4)).isEqualTo("3456");
      assertThat(range(source, 10, 0)).isEmpty();
      assertThat(range(source, 9, 1)).isEqualTo("9");
    }
  }

  @Test
  void source_ofARangeOutside_isRefused() {
    driver.write(key("a"), bytes("0123456789"));
    try (BlobSource source = driver.source(key("a")).orElseThrow()) {
      assertThatIllegalArgumentException().isThrownBy(() -> source.open(-1, 2));
      assertThatIllegalArgumentException().isThrownBy(() -> source.open(5, 6));
      assertThatIllegalArgumentException().isThrownBy(() -> source.open(0, -1));
      assertThatIllegalArgumentException().isThrownBy(() -> source.open(Long.MAX_VALUE, 1));
    }
  }

  @Test
  void source_onceOpened_survivesDeletionAndReplacement() throws IOException {
    driver.write(key("a"), bytes("first"));
    try (BlobSource first = driver.source(key("a")).orElseThrow()) {
      driver.write(key("a"), bytes("other"));
      assertThat(range(first, 0, 5)).isEqualTo("first");
      driver.delete(key("a"));
      assertThat(range(first, 0, 5)).isEqualTo("first");
    }
  }

  // Listings

  @Test
  void list_isInTheOrderOfWholeKeys() {
    List<String> keys = List.of("a/x/y", "a-b/c/d", "a.b", "a0", "b/c", "B", "ab/c");
    keys.forEach(name -> driver.write(key("l/" + name), bytes(name)));
    assertThat(listed("l", Optional.empty(), NO_LIMIT))
        .containsExactly("B", "a-b/c/d", "a.b", "a/x/y", "a0", "ab/c", "b/c");
  }

  @Test
  void list_namesSizeAndTime() {
    driver.write(key("l/a"), bytes("12345"));
    assertThat(driver.list(key("l"), Optional.empty(), 1))
        .containsExactly(new ListedObject(key("l/a"), driver.find(key("l/a")).orElseThrow()));
  }

  @Test
  void listings_ofNothing_areEmpty() {
    driver.write(key("ab/c"), bytes("x"));
    assertThat(driver.list(key("a"), Optional.empty(), 10)).isEmpty();
    assertThat(driver.children(key("a"), Optional.empty(), 10)).isEmpty();
    assertThat(driver.list(key("ab/c"), Optional.empty(), 10)).isEmpty();
    assertThat(driver.children(key("ab/c"), Optional.empty(), 10)).isEmpty();
    assertThat(driver.list(key("ab"), Optional.empty(), 0)).isEmpty();
    assertThat(driver.children(key("ab"), Optional.empty(), 0)).isEmpty();
  }

  @Test
  void listings_startAfterAnythingAndStopAtAnyLimit() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    NavigableSet<String> names = randomNames(random, 60);
    names.forEach(name -> driver.write(key("l/" + name), bytes(name)));
    for (int i = 0; i < 200; i++) {
      String after = randomName(random);
      int limit = random.nextInt(12);
      assertThat(listed("l", Optional.of(after), limit))
          .as("seed %d: list after %s, %d", seed, after, limit)
          .containsExactlyElementsOf(names.tailSet(after, false).stream().limit(limit).toList());
      String child = after.split("/", 2)[0];
      assertThat(driver.children(key("l"), Optional.of(child), limit))
          .as("seed %d: children after %s, %d", seed, child, limit)
          .containsExactlyElementsOf(
              firstSegments(names).tailSet(child, false).stream().limit(limit).toList());
    }
  }

  @Test
  void children_ofManyThousands_comeInPages() {
    TreeSet<String> names = new TreeSet<>();
    IntStream.range(0, 1500).forEach(i -> names.add("tag-" + i));
    names.forEach(name -> driver.writeTransient(key("many/" + name + "/link"), bytes(name)));
    List<String> paged = new ArrayList<>();
    Optional<String> after = Optional.empty();
    for (List<String> page = driver.children(key("many"), after, 700);
        !page.isEmpty();
        page = driver.children(key("many"), after, 700)) {
      paged.addAll(page);
      after = Optional.of(page.getLast());
    }
    assertThat(paged).containsExactlyElementsOf(names);
    driver.deleteBelow(key("many"));
  }

  @Test
  void listings_whileObjectsComeAndGo_nameAllThatStay() throws Exception {
    List<String> staying = IntStream.range(0, 20).mapToObj(i -> "stay" + i + "/x").toList();
    staying.forEach(name -> driver.write(key("l/" + name), bytes(name)));
    AtomicBoolean done = new AtomicBoolean();
    Callable<Boolean> churn =
        () -> {
          for (int i = 0; i < 300; i++) {
            driver.writeTransient(key("l/stay" + i % 20 + "/y" + i + "/z"), bytes("z"));
            driver.writeTransient(key("l/go" + i % 7 + "/z"), bytes("z"));
            driver.deleteTransient(key("l/stay" + i % 20 + "/y" + i + "/z"));
            driver.deleteTransient(key("l/go" + i % 7 + "/z"));
          }
          done.set(true);
          return true;
        };
    Callable<Boolean> look =
        () -> {
          while (!done.get()) {
            assertThat(listed("l", Optional.empty(), NO_LIMIT)).containsAll(staying).isSorted();
            assertThat(driver.children(key("l"), Optional.empty(), NO_LIMIT))
                .contains("stay0", "stay19")
                .isSorted();
          }
          return true;
        };
    assertThat(Together.run(List.of(churn, look))).containsOnly(true);
  }

  // Deletion

  @Test
  void delete_ofTheLastObject_removesItsPrefixes() {
    driver.write(key("a/b/c"), bytes("x"));
    driver.write(key("a/d"), bytes("x"));
    driver.delete(key("a/b/c"));
    assertThat(driver.find(key("a/b/c"))).isEmpty();
    assertThat(driver.children(key("a"), Optional.empty(), 10)).containsExactly("d");
    driver.delete(key("a/d"));
    assertThat(driver.children(TOP, Optional.empty(), 10)).isEmpty();
  }

  @Test
  void delete_ofNothing_isFine() {
    driver.write(key("a/b"), bytes("x"));
    driver.delete(key("a"));
    driver.delete(key("a/c"));
    driver.delete(key("x/y/z"));
    assertThat(text("a/b")).isEqualTo("x");
  }

  @Test
  void deleteAll_removesEach() {
    List.of("l/a", "l/b/c", "l/d").forEach(name -> driver.write(key(name), bytes(name)));
    driver.deleteAll(List.of(key("l/a"), key("l/nothing"), key("l/b/c")));
    assertThat(listed("l", Optional.empty(), 10)).containsExactly("d");
  }

  @Test
  void deleteBelow_removesThePrefixOnly() {
    List.of("a/b/c", "a/b/d/e", "a/bb", "a/c").forEach(name -> driver.write(key(name), bytes("x")));
    driver.deleteBelow(key("a/b"));
    driver.deleteBelow(key("nothing/here"));
    assertThat(listed("a", Optional.empty(), 10)).containsExactly("bb", "c");
    assertThat(driver.children(key("a"), Optional.empty(), 10)).containsExactly("bb", "c");
  }

  // Staging

  @Test
  void staged_bytes_becomeAnObjectByPublishing() throws IOException {
    StagedObject staged = driver.stage(key("up/1/data"));
    assertThat(staged.size()).isZero();
    append(staged, 0, "Hello, ");
    append(staged, 7, "world");
    assertThat(staged.size()).isEqualTo(12);
    assertThat(content(staged)).isEqualTo("Hello, world");
    staged.publish(key("blobs/x/data"));
    assertThat(text("blobs/x/data")).isEqualTo("Hello, world");
    assertThat(driver.staged(key("up/1/data"))).isEmpty();
    assertThat(driver.children(key("up"), Optional.empty(), 10)).isEmpty();
  }

  @Test
  void staged_object_isFoundAgain() throws IOException {
    StagedObject staged = driver.stage(key("up/1/data"));
    append(staged, 0, "begun");
    StagedObject again = driver.staged(key("up/1/data")).orElseThrow();
    assertThat(again.key()).isEqualTo(key("up/1/data"));
    append(again, 5, " and continued");
    assertThat(content(again)).isEqualTo("begun and continued");
  }

  @Test
  void staged_bytes_outliveTheDriver_ifObjectsDo() {
    append(driver.stage(key("up/1/data")), 0, "bytes");
    driver.write(key("a"), bytes("object"));
    driver.close();
    driver = open();
    assertThat(driver.staged(key("up/1/data")).map(StagedObject::size))
        .isEqualTo(isPersistent() ? Optional.of(5L) : Optional.empty());
    assertThat(driver.find(key("a")).isPresent()).isEqualTo(isPersistent());
  }

  @Test
  void staged_bytes_areSeenAsAnObject_ifDeclared() {
    append(driver.stage(key("up/1/data")), 0, "bytes");
    assertThat(driver.find(key("up/1/data")).isPresent()).isEqualTo(showsStagedObjects());
    assertThat(listed("up", Optional.empty(), 1).isEmpty()).isEqualTo(!showsStagedObjects());
  }

  @Test
  void stage_whereSomethingIs_isRefused() {
    append(driver.stage(key("up/1/data")), 0, "kept");
    assertThatIllegalArgumentException().isThrownBy(() -> driver.stage(key("up/1/data")));
    assertThat(driver.staged(key("up/1/data"))).map(StagedObject::size).contains(4L);
  }

  @Test
  void append_anywhereButAtTheEnd_isAConflict() throws IOException {
    StagedObject staged = driver.stage(key("up/1/data"));
    append(staged, 0, "12345");
    for (long offset : new long[] {0, 4, 6, -1, Long.MAX_VALUE}) {
      assertThatExceptionOfType(StagingConflict.class)
          .isThrownBy(() -> append(staged, offset, "x"))
          .satisfies(
              e -> {
                assertThat(e.offset()).isEqualTo(offset);
                assertThat(e.size()).isEqualTo(5);
              });
    }
    assertThat(content(staged)).isEqualTo("12345");
  }

  @Test
  void append_takesBuffersOfAnyKind() throws IOException {
    StagedObject staged = driver.stage(key("up/1/data"));
    byte[] large = new byte[3_000_000];
    new Random(7).nextBytes(large);
    try (StagedAppend append = staged.append(0)) {
      append.write(ByteBuffer.wrap(large, 0, 1_000_000));
      append.write(ByteBuffer.allocate(0));
      ByteBuffer direct = ByteBuffer.allocateDirect(2_000_000);
      direct.put(large, 1_000_000, 2_000_000).flip();
      append.write(direct.asReadOnlyBuffer());
    }
    try (InputStream in = staged.read()) {
      assertThat(in.readAllBytes()).isEqualTo(large);
    }
  }

  @Test
  void append_withoutWriting_changesNothing() {
    StagedObject staged = driver.stage(key("up/1/data"));
    staged.append(0).close();
    assertThat(staged.size()).isZero();
  }

  @Test
  void publish_replacesWhatIsThere() {
    driver.write(key("blobs/x"), bytes("old and longer"));
    StagedObject staged = driver.stage(key("up/1/data"));
    append(staged, 0, "new");
    staged.publish(key("blobs/x"));
    assertThat(text("blobs/x")).isEqualTo("new");
  }

  @Test
  void publish_ofNoBytes_isAnEmptyObject() {
    driver.stage(key("up/1/data")).publish(key("blobs/x"));
    assertThat(text("blobs/x")).isEmpty();
  }

  @Test
  void discard_removesTheBytes() {
    StagedObject staged = driver.stage(key("up/1/data"));
    append(staged, 0, "x");
    staged.discard();
    staged.discard();
    assertThat(driver.staged(key("up/1/data"))).isEmpty();
    assertThat(driver.children(key("up"), Optional.empty(), 10)).isEmpty();
  }

  @Test
  void staged_objectThatIsGone_saysSo() {
    StagedObject published = driver.stage(key("up/1/data"));
    published.publish(key("blobs/x"));
    StagedObject discarded = driver.stage(key("up/2/data"));
    discarded.discard();
    for (StagedObject gone : List.of(published, discarded)) {
      assertThatExceptionOfType(StagedObjectGone.class).isThrownBy(gone::size);
      assertThatExceptionOfType(StagedObjectGone.class).isThrownBy(() -> gone.append(0));
      assertThatExceptionOfType(StagedObjectGone.class).isThrownBy(gone::read);
      assertThatExceptionOfType(StagedObjectGone.class)
          .isThrownBy(() -> gone.publish(key("blobs/y")))
          .satisfies(e -> assertThat(e.key()).isEqualTo(gone.key()));
    }
    assertThat(driver.find(key("blobs/y"))).isEmpty();
  }

  // Races

  @Test
  void readers_duringOverwrites_seeOneVersionWhole() throws Exception {
    byte[][] versions = new byte[2][20_000];
    Arrays.fill(versions[0], (byte) 'a');
    Arrays.fill(versions[1], (byte) 'b');
    driver.write(key("a"), versions[0]);
    AtomicBoolean done = new AtomicBoolean();
    Callable<Boolean> overwrite =
        () -> {
          for (int i = 1; i <= 300; i++) {
            driver.write(key("a"), versions[i % 2]);
          }
          done.set(true);
          return true;
        };
    Callable<Boolean> read =
        () -> {
          while (!done.get()) {
            assertThat(driver.read(key("a"), 30_000).orElseThrow()).isIn(versions[0], versions[1]);
            assertThat(driver.find(key("a"))).map(ObjectInfo::size).contains(20_000L);
          }
          return true;
        };
    assertThat(Together.run(List.of(overwrite, read, read))).containsOnly(true);
  }

  @Test
  void creators_areNotDisturbedByDeletionsNextToThem() throws Exception {
    List<Boolean> kept =
        together(
            8,
            thread -> {
              boolean all = true;
              for (int i = 0; i < 150; i++) {
                String name = "tree/" + i % 3 + "/b/" + thread;
                all &= driver.writeIfAbsent(key(name), bytes(name));
                all &= text(name).equals(name);
                driver.delete(key(name));
                all &= driver.find(key(name)).isEmpty();
              }
              return all;
            });
    assertThat(kept).containsOnly(true);
    assertThat(driver.children(TOP, Optional.empty(), 10)).isEmpty();
  }

  @Test
  void publishers_areNotDisturbedByDeletionsNextToThem() throws Exception {
    List<Boolean> kept =
        together(
            6,
            thread -> {
              boolean all = true;
              for (int i = 0; i < 100; i++) {
                String name = "blobs/" + i % 2 + "/" + thread;
                StagedObject staged = driver.stage(key("up/" + thread + "/" + i));
                append(staged, 0, name);
                staged.publish(key(name));
                all &= text(name).equals(name);
                driver.delete(key(name));
              }
              return all;
            });
    assertThat(kept).containsOnly(true);
  }

  private static Key key(String name) {
    return TOP.resolve(name);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private String text(String name) {
    return new String(driver.read(key(name), 1_000_000).orElseThrow(), UTF_8);
  }

  private static String range(BlobSource source, long offset, long length) throws IOException {
    try (InputStream in = source.open(offset, length)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static void append(StagedObject staged, long offset, String text) {
    try (StagedAppend append = staged.append(offset)) {
      append.write(ByteBuffer.wrap(bytes(text)));
    }
  }

  private static String content(StagedObject staged) throws IOException {
    try (InputStream in = staged.read()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Names below {@code test/prefix/}. */
  private List<String> listed(String prefix, Optional<String> after, int limit) {
    String start = key(prefix) + "/";
    return driver.list(key(prefix), after.map(name -> new Key(start + name)), limit).stream()
        .map(row -> row.key().path().substring(start.length()))
        .toList();
  }

  private static <T> List<T> together(int threads, IndexedTask<T> task) throws Exception {
    return Together.run(
        IntStream.range(0, threads)
            .mapToObj(thread -> (Callable<T>) () -> task.run(thread))
            .toList());
  }

  /** None is a path prefix of another. */
  private static NavigableSet<String> randomNames(Random random, int count) {
    TreeSet<String> names = new TreeSet<>();
    while (names.size() < count) {
      String name = randomName(random);
      if (names.stream().noneMatch(n -> n.startsWith(name + "/") || name.startsWith(n + "/"))) {
        names.add(name);
      }
    }
    return names;
  }

  private static String randomName(Random random) {
    String[] segments = new String[1 + random.nextInt(3)];
    Arrays.setAll(
        segments,
        _ ->
            IntStream.rangeClosed(0, random.nextInt(2))
                .mapToObj(_ -> "" + "-.0ab".charAt(random.nextInt(5)))
                .reduce("a", String::concat));
    return String.join("/", segments);
  }

  private static NavigableSet<String> firstSegments(Set<String> names) {
    TreeSet<String> segments = new TreeSet<>();
    names.forEach(name -> segments.add(name.split("/", 2)[0]));
    return segments;
  }

  private interface IndexedTask<T> {
    T run(int index) throws Exception;
  }
}
