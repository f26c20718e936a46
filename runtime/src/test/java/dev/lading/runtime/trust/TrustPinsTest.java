package dev.lading.runtime.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.runtime.trust.TrustFailure.StateUnusable;
import dev.lading.trust.Gun;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.verify.RootPins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustPinsTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  @TempDir private Path folder;

  @Test
  void exactName_goesBeforeTheLongestPrefix() throws IOException {
    TrustPins pins =
        read(
            """
            # ours
            reg.example.com/* %s
            reg.example.com/prod/* %s   # two of them may sign
            reg.example.com/prod/app %s %s
            """
                .formatted(A, B, A, B));

    assertThat(pins.of(Gun.parse("reg.example.com/dev"))).isEqualTo(pin(A));
    assertThat(pins.of(Gun.parse("reg.example.com/prod/web"))).isEqualTo(pin(B));
    assertThat(pins.of(Gun.parse("reg.example.com/prod/app"))).isEqualTo(pin(A, B));
    assertThat(pins.of(Gun.parse("other.example.com/prod/app"))).isEqualTo(RootPins.NONE);
  }

  @Test
  void noFile_pinsNothing() {
    assertThat(TrustPins.read(folder.resolve("none"))).isEqualTo(TrustPins.NONE);
    assertThatThrownBy(() -> TrustPins.readNamed(folder.resolve("none")))
        .isInstanceOf(TrustFailure.StateUnusable.class)
        .hasMessageContaining("is not there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reg.example.com/*", "reg.example.com/* abc", "x/y {A}\nx/y {A}"})
  void otherLines_areRefused(String text) {
    assertThatThrownBy(() -> read(text.replace("{A}", A))).isInstanceOf(StateUnusable.class);
  }

  private TrustPins read(String text) throws IOException {
    return TrustPins.read(Files.writeString(folder.resolve("pins"), text));
  }

  private static RootPins pin(String... ids) {
    return new RootPins(Arrays.stream(ids).map(KeyId::new).collect(Collectors.toSet()));
  }
}
