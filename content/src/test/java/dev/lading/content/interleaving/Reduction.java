package dev.lading.content.interleaving;

import java.util.BitSet;
import java.util.List;

/**
 * Which operations have to be tried next in a state, of those that could go on. Of steps that
 * commute, one order is enough: a set of operations is chosen such that nothing that anybody else
 * may ever do touches what their next steps touch (a persistent set), and that none of these next
 * steps changes what an invariant asks about, unless all are in the set.
 *
 * <p>What somebody may ever do is not declared but learned: it is what he was seen to do after the
 * same position. Should he do more, the whole pass is void and done again with what was learned;
 * only a pass in which nobody surprised anybody counts. Such a pass is complete: before the first
 * step that was not foreseen, all choices were right for operations that end there, hence some
 * order of what leads to it was tried, and it would have been met.
 */
final class Reduction {
  private final List<Operation> operations;
  private final Names names = new Names();
  private final BitSet watched;
  private final List<String> watchedNames;
  private final boolean isOn;
  private boolean isSurprised;

  Reduction(List<Operation> operations, List<String> watchedNames, boolean isOn) {
    this.operations = operations;
    this.watchedNames = watchedNames;
    this.watched = new BitSet();
    this.isOn = isOn;
  }

  /** Begins a pass. */
  void learn(List<Behaviour> behaviours) {
    int before = -1;
    while (before < names.count()) { // until no prefix stands for less than it should
      before = names.count();
      names.forgetPrefixes();
      for (int i = 0; i < behaviours.size(); i++) {
        foresee(i, behaviours.get(i).positions());
      }
    }
    watched.clear();
    watched.or(names.of(watchedNames));
    isSurprised = false;
  }

  private void foresee(int operation, List<Position> positions) {
    for (Position each : positions.reversed()) {
      each.step = step(operation, each);
      Reach future = each.step;
      for (Position next : each.following()) {
        future = future.and(next.future);
      }
      each.future = future;
    }
  }

  /** To be told whenever somebody was met somewhere where he did not come before. */
  void met(int operation, Position position, Position before) {
    if (position.isEnd()) {
      return;
    }
    int count = names.count();
    if (position.future.equals(Reach.NOTHING)) {
      position.step = step(operation, position);
      position.future = before.future.and(position.step);
    }
    isSurprised |= names.count() > count || !before.future.contains(position.future);
  }

  boolean isSurprised() {
    return isSurprised;
  }

  boolean isVisible(Position position) {
    return position.step.writes().intersects(watched);
  }

  /**
   * The operations to go on with, as bits.
   *
   * @param live those that have not ended
   * @param possible those of them whose next step can be taken now; not none
   */
  int choose(State state, int live, int possible) {
    if (!isOn || Integer.bitCount(possible) == 1) {
      return possible;
    }
    int best = possible;
    for (int rest = possible; rest != 0; rest &= rest - 1) {
      int set = persistent(state, live, Integer.numberOfTrailingZeros(rest)) & possible;
      if (Integer.bitCount(set) < Integer.bitCount(best) && isInvisible(state, set)) {
        best = set;
      }
    }
    return best;
  }

  /** All whose future touches the next step of one that is in the set already. */
  private static int persistent(State state, int live, int seed) {
    int set = 1 << seed;
    for (int todo = set; todo != 0; ) {
      Reach step = state.at(Integer.numberOfTrailingZeros(todo)).step;
      todo &= todo - 1;
      for (int rest = live & ~set; rest != 0; rest &= rest - 1) {
        int other = Integer.numberOfTrailingZeros(rest);
        if (state.at(other).future.conflicts(step)) {
          set |= 1 << other;
          todo |= 1 << other;
        }
      }
    }
    return set;
  }

  private boolean isInvisible(State state, int set) {
    for (int rest = set; rest != 0; rest &= rest - 1) {
      if (isVisible(state.at(Integer.numberOfTrailingZeros(rest)))) {
        return false;
      }
    }
    return true;
  }

  private Reach step(int operation, Position position) {
    if (position.isEnd()) {
      return Reach.NOTHING;
    }
    Footprint footprint = position.call().footprint();
    BitSet reads = (BitSet) names.of(footprint.reads()).clone();
    operations.stream()
        .filter(each -> each.kills().contains(operations.get(operation).name()))
        .map(each -> List.of(Operation.switchName(each.name())))
        .forEach(each -> reads.or(names.of(each)));
    return new Reach(reads, names.of(footprint.writes()));
  }
}
