package dev.lading.runtime.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesTest {
  private static final long ALL = Capabilities.everything();
  private static final long WITHOUT_RESOURCE = ALL & ~(1L << 24);

  @Test
  void usually_thereAreFourteen() {
    assertThat(Capabilities.granted(List.of(), List.of(), ALL))
        .hasSize(14)
        .contains("CAP_CHOWN", "CAP_MKNOD")
        .doesNotContain("CAP_SYS_ADMIN");
  }

  @Test
  void names_areTakenInAnyForm() {
    Set<String> granted =
        Capabilities.granted(List.of("sys_admin"), List.of("CAP_chown", "MKNOD"), ALL);

    assertThat(granted).contains("CAP_SYS_ADMIN").doesNotContain("CAP_CHOWN", "CAP_MKNOD");
  }

  @Test
  void all_isAllThatWeHave() {
    assertThat(Capabilities.granted(List.of("ALL"), List.of("MKNOD"), WITHOUT_RESOURCE))
        .hasSize(39)
        .doesNotContain("CAP_SYS_RESOURCE", "CAP_MKNOD");
    assertThat(Capabilities.granted(List.of("CHOWN"), List.of("all"), ALL))
        .containsExactly("CAP_CHOWN");
  }

  @Test
  void whatWeHaveNot_isRefused() {
    assertThatThrownBy(
            () -> Capabilities.granted(List.of("SYS_RESOURCE"), List.of(), WITHOUT_RESOURCE))
        .isInstanceOfSatisfying(
            InvalidOption.class, e -> assertThat(e.option()).isEqualTo("--cap-add"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NONE", "CAP_", "CAP_ALL", "SYS-ADMIN"})
  void whatDoesNotExist_isRefused(String name) {
    assertThatThrownBy(() -> Capabilities.granted(List.of(), List.of(name), ALL))
        .isInstanceOf(InvalidOption.class);
  }
}
