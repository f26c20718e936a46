package dev.lading.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  private static ByteBudget pages(int count) {
    return new ByteBudget((long) count * ByteBudget.PAGE_BYTES + 1);
  }

  private static List<ByteBuffer> borrow(ByteBudget budget, int count) {
    List<ByteBuffer> pages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pages.add(budget.borrow(_ -> {}).orElseThrow());
    }
    return pages;
  }

  @Test
  void page_givenBack_isLentAgainEmpty() {
    ByteBudget budget = pages(1);
    ByteBuffer page = borrow(budget, 1).getFirst();
    page.put(new byte[100]).flip();
    budget.giveBack(List.of(page));
    assertThat(borrow(budget, 1).getFirst())
        .isSameAs(page)
        .satisfies(again -> assertThat(again.remaining()).isEqualTo(ByteBudget.PAGE_BYTES));
    assertThat(budget.allocated()).isEqualTo(1);
  }

  @Test
  void waiters_areHandedPages_inTheOrderOfAsking() {
    ByteBudget budget = pages(2);
    List<ByteBuffer> lent = borrow(budget, 2);
    List<String> served = new ArrayList<>();
    assertThat(budget.borrow(_ -> served.add("first"))).isEmpty();
    assertThat(budget.borrow(_ -> served.add("second"))).isEmpty();
    budget.giveBack(lent.subList(0, 1));
    assertThat(served).containsExactly("first");
    budget.giveBack(lent.subList(1, 2));
    assertThat(served).containsExactly("first", "second");
    assertThat(budget.lent()).isEqualTo(2);
  }

  @Test
  void budgetOfLessThanAPage_hasOne() {
    assertThat(borrow(new ByteBudget(1), 1)).hasSize(1);
  }

  @Test
  void trim_freesWhatWasNotNeededSinceTheLast() {
    ByteBudget budget = pages(200);
    budget.giveBack(borrow(budget, 200));
    budget.trim();
    assertThat(budget.allocated()).as("needed a moment ago").isEqualTo(200);
    List<ByteBuffer> few = borrow(budget, 100);
    budget.trim();
    assertThat(budget.allocated()).isEqualTo(100);
    budget.giveBack(few);
    budget.trim();
    budget.trim();
    assertThat(budget.allocated()).as("what is always kept").isEqualTo(64);
    assertThat(borrow(budget, 200)).hasSize(200);
  }
}
