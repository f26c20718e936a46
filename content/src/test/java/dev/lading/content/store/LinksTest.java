package dev.lading.content.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.Key;
import dev.lading.storage.memory.MemoryDriver;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinksTest {
  private static final Key KEY = Key.of("a/link");
  private static final String DIGEST = TestStore.sha256("content").toString();
  private final MemoryDriver driver = new MemoryDriver(new TestClock());
  private final Links links = new Links(driver);

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
  void find_ofNothing_isAbsent() {
    assertThat(links.find(KEY)).isEmpty();
  }
}
