package dev.lading.trust.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.trust.TrustException.JsonFault;
import dev.lading.trust.TrustException.JsonInvalid;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @Test
  void reader_readsEveryKindOfValue() {
    Json value = read(" {\"a\" : [1, -7,0, true,false ,null, \"x\"],\t\"b\":{}, \"c\":[]}\r\n");

    assertThat(value)
        .isEqualTo(
            new Json.Obj(
                Map.of(
                    "a",
                    new Json.Arr(
                        List.of(
                            new Json.Num(1),
                            new Json.Num(-7),
                            new Json.Num(0),
                            new Json.Bool(true),
                            new Json.Bool(false),
                            new Json.Null(),
                            new Json.Str("x"))),
                    "b",
                    new Json.Obj(Map.of()),
                    "c",
                    new Json.Arr(List.of()))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"\\\"\\\\\\/\" | \"\\/",
        "\"\\u00e9\\u00E9\" | éé",
        "\"\\ud83d\\ude00😀\" | 😀😀",
      })
  void reader_unescapesStrings(String json, String expected) {
    assertThat(read(json)).isEqualTo(new Json.Str(expected));
  }

  @Test
  void reader_unescapesControlCharacters() {
    assertThat(read("\"\\b\\f\\n\\r\\t\\u0000\"")).isEqualTo(new Json.Str("\b\f\n\r\t\0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1 \"b\":2}",
        "nul",
        "tru",
        "True",
        "\"",
        "\"a",
        "\"\\",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u\uff11234\"",
        "\"\\x\"",
        "\"\n\"",
        "\"\u0000\"",
        "-",
        "+1",
        "01x",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x10",
        "NaN",
        "Infinity",
        "<html>",
        "\ufeff{}",
        "\u00a0{}",
        "// a\n{}"
      })
  void reader_ofBrokenSyntax_refuses(String json) {
    assertThatExceptionOfType(JsonInvalid.class)
        .isThrownBy(() -> read(json))
        .returns(
            json.equals("01x") || json.equals("0x10") ? JsonFault.TRAILING : JsonFault.SYNTAX,
            JsonInvalid::fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}x                              | TRAILING",
        "{}{}                             | TRAILING",
        "{\"a\":1,\"b\":2,\"a\":1}        | DUPLICATE",
        "{\"\\u0061\":1,\"a\":1}          | DUPLICATE",
        "1.5                              | NUMBER",
        "1.0                              | NUMBER",
        "1e3                              | NUMBER",
        "1E400                            | NUMBER",
        "-0                               | NUMBER",
        "9007199254740993                 | NUMBER",
        "-9007199254740993                | NUMBER",
        "123456789012345678901234567890   | NUMBER",
        "\"\\ud83d\"                      | NOT_UTF8",
        "\"\\ude00\\ud83d\"               | NOT_UTF8",
      })
  void reader_ofWhatReadersSeeDifferently_refuses(String json, JsonFault fault) {
    assertThatExceptionOfType(JsonInvalid.class)
        .isThrownBy(() -> read(json))
        .returns(fault, JsonInvalid::fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "22ff22",
        "22c32822",
        "22c0af22",
        "22eda080eda08022",
        "22f490808022",
        "22e9",
        "efbbbf7b7d"
      })
  void reader_ofBytesThatAreNotUtf8OrMarkTheirOrder_refuses(String hex) {
    assertThatExceptionOfType(JsonInvalid.class)
        .isThrownBy(() -> JsonReader.read(HexFormat.of().parseHex(hex)));
  }

  @Test
  void reader_readsNumbersUpToTwoToThe53() {
    assertThat(read("9007199254740992")).isEqualTo(new Json.Num(1L << 53));
    assertThat(read("-9007199254740992")).isEqualTo(new Json.Num(-(1L << 53)));
  }

  @Test
  void reader_ofMoreThan64Levels_refuses() {
    assertThat(read("[".repeat(64) + "0" + "]".repeat(64))).isInstanceOf(Json.Arr.class);
    assertThatExceptionOfType(JsonInvalid.class)
        .isThrownBy(() -> read("[".repeat(100_000)))
        .returns(JsonFault.TOO_DEEP, JsonInvalid::fault);
    assertThatExceptionOfType(JsonInvalid.class)
        .isThrownBy(() -> read("{\"a\":".repeat(65) + "0" + "}".repeat(65)))
        .returns(JsonFault.TOO_DEEP, JsonInvalid::fault);
  }

  private static Json read(String json) {
    return JsonReader.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
