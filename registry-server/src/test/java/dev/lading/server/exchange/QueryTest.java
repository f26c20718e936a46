package dev.lading.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
  @Test
  void all_ofAFieldThatIsThereOften_isInTheOrderOfTheQuery() {
    Query query = Query.parse("n=1&last=a%2Fb&n=2&flag&n=");
    assertThat(query.all("n")).containsExactly("1", "2", "");
    assertThat(query.first("n")).contains("1");
    assertThat(query.all("last")).containsExactly("a/b");
    assertThat(query.has("flag")).isTrue();
    assertThat(query.all("other")).isEmpty();
  }

  @Test
  void parse_ofAPlus_leavesIt() {
    assertThat(Query.parse("digest=sha256+b64u:x").first("digest")).contains("sha256+b64u:x");
  }

  @Test
  void parse_ofAsManyFieldsAsThereMayBe_readsAll() {
    assertThat(Query.parse("a&".repeat(999) + "a").all("a")).hasSize(1000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 8000})
  void parse_ofMoreFields_isRefused(int separators) {
    assertThatThrownBy(() -> Query.parse("a&".repeat(separators) + "a"))
        .isInstanceOf(RequestException.TargetMalformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%zz", "%f=b"})
  void parse_ofABrokenEscape_isRefused(String raw) {
    assertThatThrownBy(() -> Query.parse(raw)).isInstanceOf(RequestException.TargetMalformed.class);
  }
}
