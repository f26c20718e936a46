package dev.lading.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Digest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumberingTest {
  @Test
  void digests_ofBothAlgorithms_areGivenBackByTheirNumbers() {
    Numbering numbers = new Numbering();
    List<Digest> all = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      all.add(World.sha256("a " + i));
      all.add(World.sha512("a " + i));
    }
    all.forEach(numbers::of);
    assertThat(numbers.size()).isEqualTo(all.size());
    for (int i = 0; i < all.size(); i++) {
      assertThat(numbers.of(all.get(i))).isEqualTo(i);
      assertThat(numbers.find(all.get(i))).isEqualTo(i);
      assertThat(numbers.digest(i)).isEqualTo(all.get(i));
    }
    assertThat(numbers.size()).isEqualTo(all.size());
  }

  @Test
  void digest_thatWasNeverSeen_hasNoNumber() {
    Numbering numbers = new Numbering();
    assertThat(numbers.find(World.sha256("a"))).isEqualTo(Numbering.NONE);
    numbers.of(World.sha256("b"));
    assertThat(numbers.find(World.sha256("a"))).isEqualTo(Numbering.NONE);
  }
}
