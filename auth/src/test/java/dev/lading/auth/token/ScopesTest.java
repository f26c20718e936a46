package dev.lading.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          repository:a/b:pull               | repository | a/b                     | pull
          repository:a/b:push,pull          | repository | a/b                     | push,pull
          repository:a/b:pull,pull,,        | repository | a/b                     | pull
          repository:a/b:*                  | repository | a/b                     | *
          repository:host:5000/a/b:pull     | repository | host:5000/a/b           | pull
          repository:[::1]:5000/a:pull      | repository | [::1]:5000/a            | pull
          repository(plugin):a/b:pull       | repository | a/b                     | pull
          registry:catalog:*                | registry   | catalog                 | *
          thing:any:thing:fly               | thing      | any:thing               | fly
          """)
  void parse_scope_isSplitAtFirstAndLastColon(
      String text, String type, String name, String actions) {
    assertThat(TokenScope.parse(text))
        .contains(new TokenScope(type, name, Set.of(actions.split(","))));
  }

  @Test
  void parse_withoutActions_asksForNone() {
    assertThat(TokenScope.parse("repository:a:"))
        .contains(new TokenScope("repository", "a", Set.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "::",
        "a",
        "a:b",
        ":a:b",
        "repository::pull",
        "(x):a:pull",
        "repository(x:a:pull",
        "repository:\u00e9:pull",
        "repository:a\tb:pull",
        "repository:a\"b:pull",
        "repository:a\\b:pull",
        "repository:a\u0000:pull"
      })
  void parse_whatIsNoScope_isNone(String text) {
    assertThat(TokenScope.parse(text)).isEmpty();
  }

  @Test
  void scopes_repeatedFieldsAndSpaces_areOneListWithEachResourceOnce() {
    assertThat(
            Scopes.parse(
                List.of(
                    "repository:a:pull  repository:b:push ",
                    "nonsense",
                    "",
                    "repository:a:push,pull")))
        .contains(
            List.of(
                new TokenScope("repository", "a", Set.of("pull", "push")),
                new TokenScope("repository", "b", Set.of("push"))));
  }

  @Test
  void scopes_thousands_areRefused() {
    assertThat(Scopes.parse(Collections.nCopies(2000, "a:b:c"))).isEmpty();
    assertThat(Scopes.parse(List.of("a:b:c ".repeat(33)))).isEmpty();
    assertThat(Scopes.parse(List.of("a:b:c ".repeat(32)))).isPresent();
  }

  @Test
  void scopes_longOnes_areRefused() {
    assertThat(Scopes.parse(List.of("repository:" + "a".repeat(5000) + ":pull"))).isEmpty();
    assertThat(Scopes.parse(List.of("repository:a:" + "pull,".repeat(1000)))).isEmpty();
  }
}
