package dev.lading.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "linux/amd64,     linux/amd64,    true",
    "linux/amd64,     linux/arm64,    false",
    "linux/amd64,     windows/amd64,  false",
    "linux/arm64,     linux/arm64/v8, true",
    "linux/arm64/v8,  linux/arm64,    true",
    "linux/arm64,     linux/arm64/v9, false",
    "linux/arm,       linux/arm/v7,   true",
    "linux/arm/v6,    linux/arm/v7,   false",
    "LINUX/AMD64,     linux/amd64,    true"
  })
  void runs(String here, String image, boolean runs) {
    assertThat(platform(here).runs(platform(image))).isEqualTo(runs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "linux/", "/amd64", "linux/amd64/v2/x", "linux/../etc"})
  void whatIsNoPlatform_isNone(String text) {
    assertThat(Platform.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"amd64, linux/amd64", "aarch64, linux/arm64", "mips64el, linux/mips64el"})
  void theJvmsNames_areGosNames(String jvm, String go) {
    assertThat(Platform.ofJvm(jvm)).hasToString(go);
  }

  @Test
  void isWrittenAsItIsRead() {
    assertThat(platform("linux/arm/v7")).hasToString("linux/arm/v7");
  }

  private static Platform platform(String text) {
    return Platform.parse(text).orElseThrow();
  }
}
