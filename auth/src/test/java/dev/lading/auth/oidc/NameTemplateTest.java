package dev.lading.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What templates make of claims is tested with whole tokens. */
class NameTemplateTest {

  @ParameterizedTest
  @ValueSource(strings = {"sub", "{sub}", "ci:{repository}", "{a}/{b}", "ci:{a}:{b}.x", "a b"})
  void parse_template_isKeptAsItWasWritten(String text) {
    assertThat(NameTemplate.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "}", "{}", "a{b", "a}b", "{a}}", "{{a}}", "}{", "x{}y"})
  void parse_bracesThatDoNotMatchOrAreEmpty_areRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> NameTemplate.parse(text));
  }

  @Test
  void toString_isTheText() {
    assertThat(NameTemplate.parse("ci:{repository}")).hasToString("ci:{repository}");
  }
}
