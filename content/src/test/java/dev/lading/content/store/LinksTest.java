package dev.lading.content.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Digest;
import dev.lading.content.store.WatchedDriver.Verb;
import dev.lading.storage.Key;
import dev.lading.storage.memory.MemoryDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinksTest {
  private static final Key KEY = Key.of("a/link");
  private static final String DIGEST = TestStore.sha256("content").toString();
  private final MemoryDriver driver = new MemoryDriver(new TestClock());
  private final WatchedDriver watched = new WatchedDriver(driver);
  private final Links links = new Links(watched);

  @Test
  void write_isExact() {
    links.write(KEY, TestStore.sha256("content"));
    assertThat(driver.read(KEY, 100))
        .hasValueSatisfying(b -> assertThat(b).asString().isEqualTo(DIGEST));
  }

  @ParameterizedTest
  @MethodSource
  void find_ofADigestWithSpaceAround_isTheDigest(String text) {
    driver.write(KEY, text.getBytes(UTF_8));
    assertThat(links.find(KEY)).contains(TestStore.sha256("content"));
  }

  static Stream<String> find_ofADigestWithSpaceAround_isTheDigest() {
    return Stream.of(DIGEST, DIGEST + "\n", DIGEST + "\r\n", " " + DIGEST + " \n\n", "\t" + DIGEST);
  }

  @ParameterizedTest
  @MethodSource
  void find_ofAnythingElse_isAbsent(String text) {
    driver.write(KEY, text.getBytes(UTF_8));
    assertThat(links.find(KEY)).isEmpty();
  }

  static Stream<String> find_ofAnythingElse_isAbsent() {
    return Stream.of(
        "",
        "\n",
        "\0".repeat(71),
        DIGEST.substring(0, 70),
        DIGEST + DIGEST,
        DIGEST.substring("sha256:".length()),
        "sha1:" + "0".repeat(40),
        "\ufeff" + DIGEST,
        "x".repeat(1_024),
        "x".repeat(1_025),
        "x".repeat(1_000_000));
  }

  @Test
  void find_ofALinkNamedAfterItsDigest_readsItOnce() {
    Digest digest = TestStore.sha256("content");
    links.write(KEY, digest);
    List<Verb> verbs = new ArrayList<>();
    watched.watch((verb, _) -> verbs.add(verb));
    assertThat(links.find(KEY, digest)).contains(digest);
    assertThat(links.find(KEY, digest)).contains(digest);
    assertThat(verbs).containsExactly(Verb.READ, Verb.FIND);
  }

  @Test
  void find_ofALinkThatIsGone_isAbsent_whateverIsRemembered() {
    Digest digest = TestStore.sha256("content");
    links.write(KEY, digest);
    assertThat(links.find(KEY, digest)).contains(digest);
    driver.delete(KEY);
    assertThat(links.find(KEY, digest)).isEmpty();
    driver.write(KEY, new byte[0]);
    assertThat(links.find(KEY, digest)).isEmpty();
    links.write(KEY, digest);
    assertThat(links.find(KEY, digest)).contains(digest);
  }

  @Test
  void find_ofALinkToAnotherDigest_readsItEachTime() {
    Digest digest = TestStore.sha256("content");
    Digest other = TestStore.sha256("other");
    links.write(KEY, other);
    assertThat(links.find(KEY, digest)).contains(other);
    links.write(KEY, digest);
    assertThat(links.find(KEY, digest)).contains(digest);
  }

  @Test
  void find_ofNothing_isAbsent() {
    assertThat(links.find(KEY)).isEmpty();
  }
}
