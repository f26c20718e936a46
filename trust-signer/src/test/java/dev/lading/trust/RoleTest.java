package dev.lading.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.trust.Role.Delegation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "root",
        "targets",
        "snapshot",
        "timestamp",
        "targets/releases",
        "targets/a-b_9/c/d"
      })
  void role_readsAndWritesItsName(String text) {
    assertThat(Role.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Root",
        "root.json",
        "root/a",
        "targets/",
        "targets//a",
        "targets/a/",
        "targets/./a",
        "targets/..",
        "targets/A",
        "targets/*",
        "targets/a*",
        "/targets",
        "targets/\u00e9",
        "snapshot/a",
        "targets/a\n",
        "mirrors"
      })
  void role_ofAnyOtherName_isRefused(String text) {
    assertThatThrownBy(() -> Role.parse(text)).isInstanceOf(TrustException.RoleInvalid.class);
  }

  @Test
  void delegation_ofMoreThan255Characters_isRefused() {
    String longest = "targets/" + "a".repeat(247);

    assertThat(new Delegation(longest).text()).hasSize(255);
    assertThatThrownBy(() -> new Delegation(longest + "a"))
        .isInstanceOf(TrustException.RoleInvalid.class);
  }

  @ParameterizedTest
  @CsvSource({"targets/a,targets,1", "targets/a/b,targets/a,2", "targets/a/b/c,targets/a/b,3"})
  void delegation_knowsItsParentAndDepth(String text, String parent, int depth) {
    Delegation delegation = new Delegation(text);

    assertThat(delegation.parent()).isEqualTo(Role.parse(parent));
    assertThat(delegation.depth()).isEqualTo(depth);
  }
}
