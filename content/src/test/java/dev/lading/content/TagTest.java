package dev.lading.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.ContentException.TagInvalid;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagTest {
  @ParameterizedTest
  @MethodSource
  void parse_ofATag_keepsIt(String text) {
    assertThat(Tag.parse(text)).hasToString(text);
    assertThat(Tag.isTag(text)).isTrue();
  }

  static Stream<String> parse_ofATag_keepsIt() {
    return Stream.of(
        "latest",
        "0",
        "_",
        "V1.2-rc_3",
        "a..b",
        "a--",
        "sha256-" + "0".repeat(64),
        "a".repeat(128));
  }

  @ParameterizedTest
  @MethodSource
  void parse_ofNoTag_isRefused(String text) {
    assertThatThrownBy(() -> Tag.parse(text)).isInstanceOf(TagInvalid.class);
    assertThat(Tag.isTag(text)).isFalse();
  }

  static Stream<String> parse_ofNoTag_isRefused() {
    return Stream.of(
        "",
        ".",
        "..",
        ".INVALID_MANIFEST_NAME",
        "-a",
        "a/b",
        "a:b",
        "a b",
        "a\n",
        "a+b",
        "\u00e9",
        "a".repeat(129));
  }

  @Test
  void reference_withAColon_isADigest() {
    String digest = "sha256:" + "0".repeat(64);
    assertThat(Reference.parse(digest)).isEqualTo(Digest.parse(digest));
  }

  @Test
  void reference_withoutAColon_isATag() {
    assertThat(Reference.parse("v1")).isEqualTo(new Tag("v1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "md5:00", "-a", ""})
  void reference_thatIsNeither_isRefused(String text) {
    assertThatThrownBy(() -> Reference.parse(text)).isInstanceOf(ContentException.class);
  }
}
