package dev.lading.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.auth.token.service.RequestRefused;
import dev.lading.server.exchange.Query;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields as forms and queries have them. */
class FormTest {

  @Test
  void fields_areDecoded_inTheirOrder() {
    Map<String, List<String>> fields =
        Map.of(
            "service", List.of("a+b c"),
            "scope", List.of("x y", "z", ""),
            "", List.of("w"),
            "a=b", List.of("c=d"),
            "u", List.of("\u00fc"));
    String text = "service=a%2Bb+c&scope=x%20y&scope=z&=w&scope&a%3Db=c=d&u=%C3%BC";

    assertThat(Form.parse(text)).isEqualTo(fields);
    assertThat(Form.ofQuery(Query.parse(text))).isEqualTo(fields);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "%zz=a", "a=%-1"})
  void fields_thatAreNotEncodedAsTheyShouldBe_areRefused(String text) {
    assertThatThrownBy(() -> Form.parse(text)).isInstanceOf(RequestRefused.class);
  }

  @Test
  void fields_areTwoHundredAtMost() {
    assertThat(Form.parse("a=b&".repeat(199) + "a=b").get("a")).hasSize(200);
    assertThatThrownBy(() -> Form.parse("a=b&".repeat(200) + "a=b"))
        .isInstanceOf(RequestRefused.class);
  }
}
