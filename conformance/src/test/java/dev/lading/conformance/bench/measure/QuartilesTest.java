package dev.lading.conformance.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuartilesTest {
  @Test
  void of_nineValues_areThirdFifthAndSeventh() {
    var values = List.of(9.0, 1.0, 8.0, 2.0, 7.0, 3.0, 6.0, 4.0, 5.0);
    assertThat(Quartiles.of(values)).isEqualTo(new Quartiles(3, 5, 7));
  }

  @Test
  void of_twoValues_areInterpolated() {
    assertThat(Quartiles.of(List.of(1.0, 2.0))).isEqualTo(new Quartiles(1.25, 1.5, 1.75));
  }

  @Test
  void of_oneValue_areThatValue() {
    assertThat(Quartiles.of(List.of(4.0))).isEqualTo(Quartiles.single(4));
  }
}
