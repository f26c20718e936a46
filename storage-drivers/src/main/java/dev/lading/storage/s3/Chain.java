package dev.lading.storage.s3;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fragments that make up an upload, each beginning where the one before ends; at least one.
 *
 * <p>What can be appended next is one fragment of one name, which whoever writes it first has. So
 * of two writers, wherever they run and whatever they believe, one is told to stand back. The
 * superseded fragments stay until the end for that reason: a name that was free again could be won
 * twice.
 */
record Chain(List<Fragment> fragments) {

  /**
   * @param all of one upload, in any order, superseded ones included
   * @return empty when it was never begun, or ended meanwhile
   */
  static Optional<Chain> of(List<Fragment> all) {
    if (all.stream().noneMatch(Fragment.FIRST::equals)) {
      return Optional.empty();
    }
    Map<Long, Fragment> latest =
        all.stream()
            .collect(
                Collectors.toMap(
                    Fragment::start,
                    Function.identity(),
                    BinaryOperator.maxBy(Comparator.comparingInt(Fragment::generation))));
    List<Fragment> chain = new ArrayList<>();
    Fragment next = latest.get(0L);
    while (next != null) {
      chain.add(next);
      next = next.size() == 0 ? null : latest.get(next.end());
    }
    return Optional.of(new Chain(List.copyOf(chain)));
  }

  int length() {
    return fragments.size();
  }

  long size() {
    return last().end();
  }

  Fragment last() {
    return fragments.getLast();
  }
}
