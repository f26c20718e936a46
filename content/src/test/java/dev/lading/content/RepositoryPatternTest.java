package dev.lading.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryPatternTest {
  @ParameterizedTest
  @CsvSource({
    "a,             a",
    "a/b,           a/b",
    "a.b_c__d-e,    a.b_c__d-e",
    "*,             a",
    "*,             a-b.c",
    "*/public,      a/public",
    "team-*,        team-a",
    "team-*/x,      team-a/x",
    "*-a,           team-a",
    "a*b*c,         abc",
    "a*b*c,         axxbbxcxc",
    "a*b*c,         abcbc",
    "**,            a",
    "**,            a/b/c",
    "public/**,     public/a",
    "public/**,     public/a/b/c",
    "**/public,     public",
    "**/public,     a/public",
    "**/public,     a/b/public",
    "**/public,     public/public",
    "a/**/b,        a/b",
    "a/**/b,        a/x/b",
    "a/**/b,        a/b/b/x/b",
    "**/a/**,       a/b",
    "**/a/**,       x/a/b/c",
    "**/a/*/b,      a/a/b/a/x/b",
    "**/*,          a",
    "*/**,          a/b/c",
    "**/a/b/**/c,   x/a/a/b/y/c",
  })
  void covers_ofWhatItStandsFor_isTrue(String pattern, String name) {
    assertThat(covers(pattern, name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "a,             b",
    "a,             a/b",
    "a/b,           a",
    "a,             aa",
    "*,             a/b",
    "*/public,      public",
    "*/public,      a/b/public",
    "*/public,      a/publicity",
    "team-*,        team-a/b",
    "team-*,        teams",
    "public/**,     public",
    "public/**,     publicity/a",
    "public/**,     a/public/b",
    "**/public,     public/a",
    "**/public,     apublic",
    "a/**/b,        a",
    "a/**/b,        a/bb",
    "a/**/b,        a/b/c",
    "**/a/**,       a",
    "**/a/**,       x/a",
    "*/**,          a",
    "a*b*c,         axxc",
    "a*b*c,         abcx",
  })
  void covers_ofAnythingElse_isFalse(String pattern, String name) {
    assertThat(covers(pattern, name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        "A",
        "a b",
        "***",
        "a**",
        "**a",
        "a/**b",
        "**/**",
        "a/**/**/b",
        "a:b",
        "a/[bc]",
        "a?",
        "a\\b",
        "\u00e9",
        "a\n",
        "a@sha256"
      })
  void parse_ofWhatNoNameCanMatch_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> RepositoryPattern.parse(text));
  }

  @Test
  void parse_ofMoreThanANameCanHave_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RepositoryPattern.parse("a".repeat(256)))
        .withMessageContaining("255");
  }

  /** The same language as a regular expression, which may be slow. */
  @Test
  void covers_ofRandomNames_agreesWithARegularExpression() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String pattern = random(random, List.of("a", "b", "*", "**", "a*", "*b*", "ab"));
      String name = random(random, List.of("a", "b", "ab", "aab", "ba"));
      if (pattern.contains("**/**")) {
        continue;
      }
      assertThat(covers(pattern, name))
          .as("%s covers %s, seed %d", pattern, name, seed)
          .isEqualTo(asRegex(pattern).matcher("/" + name).matches());
    }
  }

  /** Exponential in the number of stars for a matcher that tries all ways. */
  @ParameterizedTest
  @ValueSource(strings = {"component", "path"})
  void covers_ofAHostilePair_endsAtOnce(String kind) {
    boolean isPath = kind.equals("path");
    String pattern = isPath ? "**/a/".repeat(40) + "b" : "a*".repeat(120) + "b";
    String name = isPath ? "a/".repeat(127) + "a" : "a".repeat(255);
    assertThat(covers(pattern, name)).isFalse();
  }

  private static boolean covers(String pattern, String name) {
    return RepositoryPattern.parse(pattern).covers(RepositoryName.parse(name));
  }

  private static String random(Random random, List<String> components) {
    return Stream.generate(() -> components.get(random.nextInt(components.size())))
        .limit(1 + random.nextInt(5))
        .collect(Collectors.joining("/"));
  }

  private static Pattern asRegex(String pattern) {
    String regex =
        ("/" + pattern)
            .replaceAll("/\\*\\*$", "<some>")
            .replace("/**", "<any>")
            .replace("*", "[^/]*")
            .replace("<some>", "(/[^/]+)+")
            .replace("<any>", "(/[^/]+)*");
    return Pattern.compile(regex);
  }
}
