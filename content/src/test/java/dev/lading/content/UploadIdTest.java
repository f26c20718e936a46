package dev.lading.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadIdTest {
  @Test
  void find_ofWhatToStringWrote_isTheSameId() {
    UploadId id = new UploadId(UUID.fromString("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"));
    assertThat(UploadId.find(id.toString())).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "..",
        "../../../../../../../../../etc/passwd",
        "1-1-1-1-1",
        "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0",
        "0f1e2d3c4b5a69788796a5b4c3d2e1f00000",
        "------------------------------------",
        "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 ",
        "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/data",
        "0f1e2d3c-4b5a-6978-8796a-5b4c3d2e1f0",
        "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1/0"
      })
  void find_ofAnotherText_isEmpty(String text) {
    assertThat(UploadId.find(text)).isEmpty();
  }
}
