package dev.lading.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChainTest {
  @Test
  void chain_ofAnUploadThatWasBegun_isEmptyOfBytes() {
    assertThat(Chain.of(List.of(Fragment.FIRST)).orElseThrow().size()).isZero();
  }

  @Test
  void chain_withoutItsFirst_isNone() {
    assertThat(Chain.of(List.of())).isEmpty();
    assertThat(Chain.of(List.of(new Fragment(0, 1, 7)))).isEmpty();
  }

  @Test
  void chain_takesTheLatestGenerationOfEachStart_inAnyOrder() {
    Fragment full = new Fragment(0, 2, 10);
    Fragment tail = new Fragment(10, 1, 4);
    Chain chain =
        Chain.of(List.of(new Fragment(10, 0, 3), tail, full, new Fragment(0, 1, 6), Fragment.FIRST))
            .orElseThrow();
    assertThat(chain.fragments()).containsExactly(full, tail);
    assertThat(chain.size()).isEqualTo(14);
  }

  @Test
  void chain_endsBeforeAGap() {
    Fragment first = new Fragment(0, 1, 10);
    assertThat(Chain.of(List.of(Fragment.FIRST, first, new Fragment(11, 0, 5))))
        .contains(new Chain(List.of(first)));
  }

  @Test
  void fragment_hasANameThatSortsAsItsStart() {
    Fragment fragment = new Fragment(5_242_880, 3, 17);
    assertThat(fragment.name()).isEqualTo("0000000000005242880-000000003");
    assertThat(Fragment.parse(fragment.name(), 17)).contains(fragment);
    assertThat(Fragment.parse("data", 17)).isEmpty();
  }
}
