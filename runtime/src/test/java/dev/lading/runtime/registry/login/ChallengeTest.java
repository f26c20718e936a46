package dev.lading.runtime.registry.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.runtime.registry.login.Challenge.Basic;
import dev.lading.runtime.registry.login.Challenge.Bearer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Basic realm=\"r\" | basic",
        "BASIC realm=r | basic",
        "Basic | basic",
        "Bearer realm=\"https://t/x\" | https://t/x",
        "bearer REALM=\"https://t/x\" , service=\"s\" | https://t/x s",
        "Bearer realm=\"https://t/x\",service=\"s\",scope=\"repository:a:pull\""
            + " | https://t/x s repository:a:pull",
        "Bearer scope=\"repository:a:push,pull repository:b:pull\",realm=\"https://t/x\""
            + " | https://t/x repository:a:pull,push repository:b:pull",
        "Bearer realm=\"https://t/x\",scope=\"repository:h:5000/a:pull\""
            + " | https://t/x repository:h:5000/a:pull",
        "Basic realm=\"a, Bearer realm=b\" | basic",
        "Basic realm=\"say \\\"hi\\\"\" | basic",
        "Negotiate, Basic realm=r | basic",
        "Negotiate abc==, Bearer realm=\"https://t/x\" | https://t/x",
        "Basic realm=\"r\", Bearer realm=\"https://t/x\",service=s | https://t/x s",
        "Bearer realm=\"https://t/x\" ,, Basic realm=r | https://t/x",
        ",Basic realm=r, | basic",
        "Digest realm=r, nonce=\"x\" | none",
        "Bearer service=\"s\" | none",
        "Bearer | none",
        "`` | none",
      })
  void best_ofOneLine(String line, String expected) {
    assertThat(Challenge.best(List.of(line)).map(ChallengeTest::told).orElse("none"))
        .isEqualTo(expected);
  }

  @Test
  void best_ofSeveralLines_isATokenBeforeAPassword() {
    assertThat(Challenge.best(List.of("Basic realm=x", "Bearer realm=\"https://t/\"")))
        .contains(new Bearer("https://t/", "", Set.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic realm=\"r",
        "Basic realm=\"r\\",
        "Basic realm=\"r\"x=y",
        "Basic realm=\"r\" charset=\"UTF-8\"",
        "Basic realm=a, realm=b",
        "Basic realm=a, REALM=b",
        "Bearer =x",
        "=x",
        "\"quoted\"",
        "Bearer realm=\"a\u0001b\"",
        "Bearer realm=\"a\u007fb\"",
        "Basic\u0000realm=x",
        "Basic;realm=x",
      })
  void best_ofABrokenLine_isRefused(String line) {
    assertThatThrownBy(() -> Challenge.best(List.of(line))).isInstanceOf(MalformedChallenge.class);
  }

  @Test
  void best_ofAnEndlessLine_isRefused() {
    assertThatThrownBy(() -> Challenge.best(List.of("a".repeat(9000))))
        .isInstanceOf(MalformedChallenge.class);
  }

  @Test
  void union_hasEachResourceOnce() {
    assertThat(
            Scope.union(
                Set.of(Scope.repository("a", "pull")),
                Set.of(Scope.repository("a", "push"), Scope.repository("b", "pull"))))
        .extracting(Scope::toString)
        .containsExactly("repository:a:pull,push", "repository:b:pull");
  }

  private static String told(Challenge challenge) {
    return switch (challenge) {
      case Basic _ -> "basic";
      case Bearer bearer ->
          String.join(
                  " ",
                  Arrays.asList(
                      bearer.realm(),
                      bearer.service(),
                      String.join(" ", bearer.scopes().stream().map(Scope::toString).toList())))
              .replaceAll(" +", " ")
              .strip();
    };
  }
}
