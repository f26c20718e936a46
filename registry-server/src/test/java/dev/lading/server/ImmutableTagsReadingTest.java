package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.config.Configuration;
import dev.lading.config.Effective;
import dev.lading.config.Problem;
import dev.lading.content.ImmutableTags;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code tags.immutable} means, and what it takes. */
class ImmutableTagsReadingTest {
  private static final String STORE =
      "version: 0.1\nstorage: {filesystem: {rootdirectory: /srv/store}}\n";

  @Test
  void nothingWritten_letsEveryTagMove() {
    assertThat(read(STORE).get().content().immutable()).isEqualTo(ImmutableTags.NONE);
  }

  @Test
  void rules_areRead_besideTheLengthOfPages() {
    ServerSettings settings =
        read(STORE
                + """
                  tags:
                    maxtags: 50
                    immutable:
                      - {repository: ["prod/**", base], tags: [v*, r*], except: "*-rc*"}
                      - repository: archive/*
                  """)
            .get();

    assertThat(settings.tagsPerPage()).isEqualTo(50);
    assertThat(settings.content().immutable().rules())
        .extracting(ImmutableTags.Rule::toString)
        .containsExactly("prod/**,base:v*,r* but *-rc*", "archive/*:*");
  }

  @Test
  void singleRule_needsNoList() {
    ImmutableTags tags =
        read(STORE + "tags: {immutable: [{repository: a, tags: v1}]}").get().content().immutable();

    assertThat(tags.cover(RepositoryName.parse("a"), Tag.parse("v1"))).isTrue();
    assertThat(tags.cover(RepositoryName.parse("a"), Tag.parse("v2"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tags: {immutable: }                                    | tags.immutable              | holds no rule
          tags: {immutable: []}                                  | tags.immutable              | holds no rule
          tags: {immutable: [{tags: v*}]}                        | tags.immutable.0.repository | is missing
          tags: {immutable: [{repository: A}]}                   | tags.immutable.0.repository | A
          tags: {immutable: [{repository: a, tags: '/'}]}        | tags.immutable.0.tags       | is no tag
          tags: {immutable: [{repository: a, tags: []}]}         | tags.immutable.0.tags       | names no tag
          tags: {immutable: [{repository: a, except: '/'}]}      | tags.immutable.0.except     | is no tag
          tags: {immutable: [{repository: a, tag: v*}]}          | tags.immutable.0.tag        | tags
          tags: {imutable: [{repository: a}]}                    | tags.imutable               | tags.immutable
          """)
  void whatCannotBeObeyed_isAProblem(String lines, String key, String message) {
    assertThat(read(STORE + lines).errors())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.keys()).containsExactly(key);
              assertThat(problem.message()).contains(message);
            });
  }

  @Test
  void problems_areReportedTogether() {
    assertThat(read(STORE + "tags: {immutable: [{tags: v*}, {repository: a, tags: '/'}]}").errors())
        .flatExtracting(Problem::keys)
        .isEqualTo(List.of("tags.immutable.0.repository", "tags.immutable.1.tags"));
  }

  private static Effective<ServerSettings> read(String lines) {
    return Configuration.parse("/etc/lading/config.yml", lines, Map.of())
        .read(ServerSettings::from);
  }
}
