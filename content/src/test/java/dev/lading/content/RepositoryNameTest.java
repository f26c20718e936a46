package dev.lading.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.content.ContentException.NameFault;
import dev.lading.content.ContentException.NameInvalid;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RepositoryNameTest {
  @ParameterizedTest
  @MethodSource
  void parse_ofAName_keepsIt(String text) {
    assertThat(RepositoryName.parse(text)).hasToString(text);
    assertThat(RepositoryName.isName(text)).isTrue();
  }

  static Stream<String> parse_ofAName_keepsIt() {
    return Stream.of(
        "a",
        "0",
        "a/b",
        "library/busybox",
        "a.b",
        "a_b",
        "a__b",
        "a-b",
        "a---b",
        "a.b_c__d-e",
        "1/2/3/4/5/6/7/8/9",
        "a/".repeat(127) + "a",
        "a".repeat(255));
  }

  @ParameterizedTest
  @MethodSource
  void parse_ofNoName_isMalformed(String text) {
    NameInvalid thrown = catchThrowableOfType(NameInvalid.class, () -> RepositoryName.parse(text));
    assertThat(thrown.fault()).isEqualTo(NameFault.MALFORMED);
    assertThat(RepositoryName.isName(text)).isFalse();
  }

  static Stream<String> parse_ofNoName_isMalformed() {
    return Stream.of(
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/../b",
        "a/./b",
        "a..b",
        ".a",
        "a.",
        "_a",
        "a_",
        "a___b",
        "a._b",
        "a.-b",
        "-a",
        "a-",
        "A",
        "aB",
        "a b",
        "a%2fb",
        "a\\b",
        "a\0",
        "a\n",
        "\u00e9",
        "\u0661",
        "_layers",
        "a/_manifests",
        "a/_uploads/b");
  }

  @Test
  void parse_ofMoreThan255Characters_isTooLong() {
    NameInvalid thrown =
        catchThrowableOfType(NameInvalid.class, () -> RepositoryName.parse("a".repeat(256)));
    assertThat(thrown.fault()).isEqualTo(NameFault.TOO_LONG);
    assertThat(RepositoryName.isName("a".repeat(256))).isFalse();
  }

  @Test
  void compareTo_isByteOrder() {
    Stream<RepositoryName> shuffled =
        Stream.of("a/b", "a0", "a", "b", "a-b", "a.b", "a_b").map(RepositoryName::parse);
    assertThat(shuffled.sorted().map(RepositoryName::name))
        .isEqualTo(List.of("a", "a-b", "a.b", "a/b", "a0", "a_b", "b"));
  }
}
