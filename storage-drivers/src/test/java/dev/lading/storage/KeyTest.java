package dev.lading.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "a/../b",
        "a/./b",
        "../a",
        "a/..",
        "a\\b",
        "a\nb",
        "a\u0000",
        "\u007f",
        "é",
        "a/\ud83d\ude00"
      })
  void key_thatCouldLeaveTheRootOrNeedAnEncoding_isRefused(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Key(path));
  }

  @Test
  void key_isAsLongAsStoresAllow() {
    assertThat(new Key("a".repeat(255)).name()).hasSize(255);
    assertThatIllegalArgumentException().isThrownBy(() -> new Key("a".repeat(256)));
    String longest = "ab/".repeat(341) + "a";
    assertThat(new Key(longest).path()).hasSize(1024);
    assertThatIllegalArgumentException().isThrownBy(() -> new Key(longest + "b"));
  }

  @Test
  void key_isMadeOfSegments() {
    assertThat(Key.of("a", "b", "c/d").resolve("e").path()).isEqualTo("a/b/c/d/e");
    assertThat(Key.of("a").name()).isEqualTo("a");
    assertThat(Key.of("a", "b").name()).isEqualTo("b");
    assertThat(Key.of("a", "b").compareTo(Key.of("a-b"))).isPositive();
  }
}
