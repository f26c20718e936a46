package dev.lading.storage;

import static dev.lading.storage.DriverFixture.bytes;
import static dev.lading.storage.DriverFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Order, pages and what is named. */
interface ListingContract extends DriverFixture {

  @Test
  default void list_isInTheOrderOfWholeKeys() {
    List<String> keys = List.of("a/x/y", "a-b/c/d", "a.b", "a0", "b/c", "B", "ab/c");
    keys.forEach(name -> driver().write(key("l/" + name), bytes(name)));
    assertThat(listed("l", Optional.empty(), NO_LIMIT))
        .containsExactly("B", "a-b/c/d", "a.b", "a/x/y", "a0", "ab/c", "b/c");
  }

  @Test
  default void list_namesSizeAndTime() {
    driver().write(key("l/a"), bytes("12345"));
    assertThat(driver().list(key("l"), Optional.empty(), 1))
        .containsExactly(new ListedObject(key("l/a"), driver().find(key("l/a")).orElseThrow()));
  }

  @Test
  default void listings_ofNothing_areEmpty() {
    driver().write(key("ab/c"), bytes("x"));
    assertThat(driver().list(key("a"), Optional.empty(), 10)).isEmpty();
    assertThat(driver().children(key("a"), Optional.empty(), 10)).isEmpty();
    assertThat(driver().list(key("ab/c"), Optional.empty(), 10)).isEmpty();
    assertThat(driver().children(key("ab/c"), Optional.empty(), 10)).isEmpty();
    assertThat(driver().list(key("ab"), Optional.empty(), 0)).isEmpty();
    assertThat(driver().children(key("ab"), Optional.empty(), 0)).isEmpty();
  }

  /** What an online collector rests on: no listing is behind what was written or deleted. */
  @Test
  default void listings_rightAfterEachChange_tellOfIt() {
    for (int i = 0; i < 60; i++) {
      String name = "claims/" + i % 3 + "/" + i;
      driver().write(key(name), bytes(name));
      assertIsListed(name, true);
      driver().delete(key(name));
      assertIsListed(name, false);
      assertThat(driver().writeIfAbsent(key(name), bytes(name))).isTrue();
      assertIsListed(name, true);
      driver().deleteAll(List.of(key(name)));
      assertIsListed(name, false);
    }
  }

  private void assertIsListed(String name, boolean isThere) {
    Key parent = key(name.substring(0, name.lastIndexOf('/')));
    String child = key(name).name();
    assertThat(driver().list(parent, Optional.empty(), 10).stream().map(ListedObject::key))
        .isEqualTo(isThere ? List.of(key(name)) : List.of());
    assertThat(driver().children(parent, Optional.empty(), 10))
        .isEqualTo(isThere ? List.of(child) : List.of());
    assertThat(driver().children(key("claims"), Optional.empty(), 10))
        .isEqualTo(isThere ? List.of(parent.name()) : List.of());
    assertThat(driver().find(key(name)).isPresent()).isEqualTo(isThere);
  }

  @Test
  default void listings_startAfterAnythingAndStopAtAnyLimit() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    NavigableSet<String> names = randomNames(random, 60);
    names.forEach(name -> driver().write(key("l/" + name), bytes(name)));
    for (int i = 0; i < 200; i++) {
      String after = randomName(random);
      int limit = random.nextInt(12);
      assertThat(listed("l", Optional.of(after), limit))
          .as("seed %d: list after %s, %d", seed, after, limit)
          .containsExactlyElementsOf(names.tailSet(after, false).stream().limit(limit).toList());
      String child = after.split("/", 2)[0];
      assertThat(driver().children(key("l"), Optional.of(child), limit))
          .as("seed %d: children after %s, %d", seed, child, limit)
          .containsExactlyElementsOf(
              firstSegments(names).tailSet(child, false).stream().limit(limit).toList());
    }
  }

  @Test
  default void children_ofManyThousands_comeInPages() {
    TreeSet<String> names = new TreeSet<>();
    IntStream.range(0, 1500).forEach(i -> names.add("tag-" + i));
    names.forEach(name -> driver().writeTransient(key("many/" + name + "/link"), bytes(name)));
    List<String> paged = new ArrayList<>();
    Optional<String> after = Optional.empty();
    for (List<String> page = driver().children(key("many"), after, 700);
        !page.isEmpty();
        page = driver().children(key("many"), after, 700)) {
      paged.addAll(page);
      after = Optional.of(page.getLast());
    }
    assertThat(paged).containsExactlyElementsOf(names);
    driver().deleteBelow(key("many"));
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
}
