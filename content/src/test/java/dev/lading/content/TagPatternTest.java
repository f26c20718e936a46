package dev.lading.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagPatternTest {
  @ParameterizedTest
  @CsvSource({
    "*, v1, true",
    "v*, v1, true",
    "v*, V1, false",
    "*-rc*, v1-rc.2, true",
    "*-rc, v1-rc.2, false",
    "a*b*c, axxbyybzc, true",
    "a*b*c, axxbyybz, false",
    "v1, v1, true",
    "v1, v11, false",
    "v1*, v1, true",
  })
  void pattern_coversTags(String pattern, String tag, boolean covers) {
    assertThat(new TagPattern(pattern).covers(Tag.parse(tag))).isEqualTo(covers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "ä", "a b", "a?"})
  void pattern_thatNoTagCouldMatch_isRefused(String text) {
    assertThatThrownBy(() -> new TagPattern(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
