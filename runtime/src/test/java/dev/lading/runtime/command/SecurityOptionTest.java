package dev.lading.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.Seccomp;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityOptionTest {
  @ParameterizedTest
  @CsvSource({
    "no-new-privileges, true",
    "no-new-privileges:true, true",
    "no-new-privileges=true, true",
    "no-new-privileges:false, false",
    "no-new-privileges=false, false"
  })
  void noNewPrivileges_isWhatItsValueSays(String text, boolean forbidden) {
    assertThat(SecurityOption.parse(text)).isEqualTo(new SecurityOption.NoNewPrivileges(forbidden));
  }

  @Test
  void seccomp_isAFileOrNone() {
    assertThat(SecurityOption.parse("seccomp=/a:b=c"))
        .isEqualTo(new SecurityOption.Filter(new Seccomp.Profile(Path.of("/a:b=c"))));
    assertThat(SecurityOption.parse("seccomp:unconfined"))
        .isEqualTo(new SecurityOption.Filter(new Seccomp.Unconfined()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no-new-privilegesX",
        "no-new-privileges=",
        "no-new-privileges=no",
        "seccomp",
        "apparmor=unconfined"
      })
  void whatIsUnknown_isRefused(String text) {
    assertThatThrownBy(() -> SecurityOption.parse(text))
        .isInstanceOf(InvalidOption.class)
        .hasMessageContaining("--security-opt");
  }
}
