package dev.lading.runtime.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " {\"a\" : \"\\u00e4 \\\" \\n\", \"b\":[], \"c\":[1,[2,{\"d\":null}]]} ",
        "{\"int\":-7,\"long\":9007199254740993,\"big\":18446744073709551616}",
        "{\"float\":1.5,\"small\":1e-7,\"yes\":true,\"no\":false}",
        "{\"z\":1,\"a\":{\"z\":1,\"a\":\"\u00e4\u20ac\ud83d\ude00\"}}",
      })
  void whatIsRead_isWhatJacksonReads_andIsWrittenAsItWas(String text)
      throws JsonProcessingException {
    ObjectNode object = JsonDocument.object(bytes(text)).orElseThrow();

    assertThat(object).isEqualTo(JACKSON.readTree(text));
    assertThat(JsonDocument.bytes(object)).isEqualTo(JACKSON.writeValueAsBytes(object));
    assertThat(JsonDocument.pretty(object))
        .isEqualTo(JACKSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(object));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"a\"",
        "1",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":}",
        "{\"a\":[1,2",
        "{\"a\":1}}",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":111111111111111111111111111111111}",
        "// no\n{}",
      })
  void everythingElse_isNone(String text) {
    assertThat(JsonDocument.object(bytes(text))).isEmpty();
  }

  @Test
  void bytesThatAreNoText_areNone() {
    assertThat(JsonDocument.object(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}))
        .isEmpty();
  }

  @Test
  void whatIsTooDeep_isNone() {
    assertThat(JsonDocument.object(bytes("{\"a\":".repeat(64) + "1" + "}".repeat(64)))).isPresent();
    assertThat(JsonDocument.object(bytes("{\"a\":".repeat(65) + "1" + "}".repeat(65)))).isEmpty();
    assertThat(JsonDocument.object(bytes("{\"a\":" + "[".repeat(100_000)))).isEmpty();
  }

  @Test
  void whatWasPutTogether_isWritten() {
    ObjectNode object = JsonNodeFactory.instance.objectNode().put("a", 1L << 40).put("b", 2.5);
    object.putArray("c").add("text").addNull().add(true);

    assertThat(text(JsonDocument.bytes(object)))
        .isEqualTo("{\"a\":1099511627776,\"b\":2.5,\"c\":[\"text\",null,true]}");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
