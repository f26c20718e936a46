package dev.lading.trust.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.trust.TrustException.JsonFault;
import dev.lading.trust.TrustException.JsonInvalid;
import dev.lading.trust.Vectors;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  static List<Json.Obj> notarysEncodings() {
    Json.Arr all = (Json.Arr) JsonReader.read(Vectors.bytes("canonical.json"));
    return all.elements().stream().map(Json.Obj.class::cast).toList();
  }

  @ParameterizedTest
  @MethodSource("notarysEncodings")
  void canonical_isWhatNotarySigns_orRefusedWhereFloatsAreInvolved(Json.Obj vector)
      throws NoSuchAlgorithmException {
    byte[] input = text(vector, "input").getBytes(StandardCharsets.UTF_8);
    byte[] expected = Base64.getDecoder().decode(text(vector, "canonical_utf8_base64"));

    if (text(vector, "input").contains("1e3")) {
      assertThatExceptionOfType(JsonInvalid.class)
          .isThrownBy(() -> JsonReader.read(input))
          .returns(JsonFault.NUMBER, JsonInvalid::fault);
      return;
    }
    byte[] canonical = CanonicalJson.encode(JsonReader.read(input));

    assertThat(canonical).isEqualTo(expected);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical);
    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(text(vector, "sha256"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "names/05-accepted/targets.v5.json",
        "names/06-accepted/targets.v6.json",
        "names/19-accepted/targets.v10.json",
        "rotate/01-accepted/root.v1.json",
        "docker/served/snapshot.v3.json",
        "unicode-targets.json"
      })
  void file_ofACanonicalValue_isNotarysFile(String path) {
    byte[] file = Vectors.bytes(path);
    Json.Obj envelope = (Json.Obj) JsonReader.read(file);

    String signed = FileJson.text(envelope.members().getOrDefault("signed", new Json.Null()));

    assertThat(new String(file, StandardCharsets.UTF_8)).contains(signed);
  }

  @Test
  void canonical_sortsByUtf8_notByUtf16() {
    Json value =
        JsonReader.read(
            "{\"\uD83D\uDE00\":5,\"\uFFEE\":6,\"\uD7FF\":4,\"a\":2,\"aa\":3,\"\":1}"
                .getBytes(StandardCharsets.UTF_8));

    assertThat(new String(CanonicalJson.encode(value), StandardCharsets.UTF_8))
        .isEqualTo("{\"\":1,\"a\":2,\"aa\":3,\"\uD7FF\":4,\"\uFFEE\":6,\"\uD83D\uDE00\":5}");
  }

  @Test
  void file_escapesFiveCharacters_andControlCharacters_thatTheCanonicalFormLeaves() {
    Json value = new Json.Str("<>&\u2028\u2029\n\u007f");

    assertThat(CanonicalJson.encode(value))
        .isEqualTo("\"<>&\u2028\u2029\n\u007f\"".getBytes(StandardCharsets.UTF_8));
    assertThat(FileJson.text(value))
        .isEqualTo("\"\\u003c\\u003e\\u0026\\u2028\\u2029\\u000a\u007f\"");
    assertThat(JsonReader.read(FileJson.text(value).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(value);
  }

  private static String text(Json.Obj object, String name) {
    return ((Json.Str) object.members().getOrDefault(name, new Json.Null())).value();
  }
}
