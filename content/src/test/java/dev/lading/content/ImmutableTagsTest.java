package dev.lading.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.ContentException.TagImmutable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImmutableTagsTest {
  private static final Digest DIGEST = Digest.of(Algorithm.SHA256, new byte[] {1});
  private static final ImmutableTags RULES =
      new ImmutableTags(
          List.of(
              new ImmutableTags.Rule(
                  List.of(RepositoryPattern.parse("prod/**"), RepositoryPattern.parse("base")),
                  List.of(new TagPattern("v*"), new TagPattern("r*")),
                  List.of(new TagPattern("*-rc*"))),
              new ImmutableTags.Rule(
                  List.of(RepositoryPattern.parse("all")),
                  List.of(new TagPattern("*")),
                  List.of())));

  @ParameterizedTest
  @CsvSource({
    "prod/a, v1, true",
    "prod/a/b, r7, true",
    "base, v1, true",
    "prod/a, v1-rc.2, false",
    "prod/a, latest, false",
    "prod, v1, false",
    "dev/a, v1, false",
    "all, latest, true",
    "all, v1-rc.2, true",
    "all, sha256-ab, true",
  })
  void rules_coverTags(String name, String tag, boolean covers) {
    assertThat(RULES.cover(RepositoryName.parse(name), Tag.parse(tag))).isEqualTo(covers);
  }

  /** Clients write these anew whenever something is signed. */
  @ParameterizedTest
  @CsvSource({"''", ".sig", ".att", ".sbom"})
  void fallbackTags_areNeverCovered(String suffix) {
    Tag tag = Tag.parse("sha256-" + DIGEST.hex() + suffix);
    assertThat(RULES.cover(RepositoryName.parse("all"), tag)).isFalse();
  }

  @Test
  void refusal_tellsTheTag_whatItNames_andTheRule() {
    assertThat(RULES.refusal(RepositoryName.parse("prod/a"), Tag.parse("v1"), DIGEST))
        .containsInstanceOf(TagImmutable.class)
        .get()
        .extracting(Throwable::getMessage)
        .isEqualTo(
            "tag v1 of prod/a stays "
                + DIGEST
                + ": it cannot be overwritten because the tag is immutable, nor removed"
                + " (tags.immutable, prod/**,base:v*,r* but *-rc*)");
  }

  @Test
  void noRules_coverNothing() {
    assertThat(ImmutableTags.NONE.cover(RepositoryName.parse("a"), Tag.parse("v1"))).isFalse();
  }
}
