package dev.lading.trust.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What blobs are taken for. */
class BlobFormTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"{}", " {\"a\":[1,{\"b\":null}]}\n", "{\"critical\":{},\"optional\":null}"})
  void object_isOne(String text) {
    assertThat(form(text)).isEqualTo(BlobForm.JSON_OBJECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{",
        "{}{}",
        "{} x",
        "{\"a\":\"\n\"}",
        "{}\0",
        "\u007fELF",
        "\u001f\u008b"
      })
  void anythingElse_isOther(String text) {
    assertThat(form(text)).isEqualTo(BlobForm.OTHER);
  }

  @Test
  void objectInAnotherEncoding_isOther() {
    assertThat(BlobForm.of("{}".getBytes(UTF_16LE))).isEqualTo(BlobForm.OTHER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00d2\u0084C", "\u0084C"})
  void cose_isOne_upToItsSize(String start) {
    String padding = "\0".repeat(BlobForm.LARGEST_COSE_BYTES - start.length());
    assertThat(form(start + padding)).isEqualTo(BlobForm.COSE_SIGNATURE);
    assertThat(form(start + padding + "\0")).isEqualTo(BlobForm.OTHER);
  }

  private static BlobForm form(String bytes) {
    return BlobForm.of(bytes.getBytes(ISO_8859_1));
  }
}
