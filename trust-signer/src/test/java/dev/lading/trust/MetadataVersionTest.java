package dev.lading.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MetadataVersionTest {
  @Test
  void version_countsFromOne() {
    assertThat(MetadataVersion.FIRST.next()).isEqualTo(new MetadataVersion(2));
    assertThat(new MetadataVersion(2)).isGreaterThan(MetadataVersion.FIRST).hasToString("2");
    assertThatThrownBy(() -> new MetadataVersion(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MetadataVersion(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lastVersion_hasNoNext() {
    assertThatThrownBy(() -> new MetadataVersion(Integer.MAX_VALUE).next())
        .isInstanceOf(ArithmeticException.class);
  }
}
