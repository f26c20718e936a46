package dev.lading.content.interleaving;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far an operation has come: all that it has observed since the start of its stage, on which
 * alone depends what it does next.
 */
final class Position {
  /** Of whoever has done all, or was ended by others: it makes no difference to anybody. */
  static final Position OVER =
      new Position(
          -1,
          new Place(_ -> Optional.empty(), 0),
          Optional.empty(),
          new Next.Ended(Optional.empty(), Optional.empty()));

  private final int id;
  private final Place place;
  private final Optional<Arrival> arrival;
  private final Next next;
  private final int depth;
  private final Map<Object, Position> after = new HashMap<>(4);

  // Of the reduction, which fills them in before each pass.
  Reach step = Reach.NOTHING;
  Reach future = Reach.NOTHING;

  /**
   * In which part of the operation.
   *
   * @param number how many stages came before
   */
  record Place(Stage stage, int number) {}

  /** By which observation it was come to. */
  record Arrival(Position from, Object observed) {}

  /** What comes now. */
  sealed interface Next {
    record Wanted(Call call) implements Next {}

    /**
     * @param failure what it threw
     * @param stage what comes after that
     */
    record Ended(Optional<Throwable> failure, Optional<Stage> stage) implements Next {}
  }

  Position(int id, Place place, Optional<Arrival> arrival, Next next) {
    this.id = id;
    this.place = place;
    this.arrival = arrival;
    this.next = next;
    this.depth = arrival.map(each -> each.from().depth + 1).orElse(0);
  }

  int id() {
    return id;
  }

  Place place() {
    return place;
  }

  /** How many steps of its stage it took to get here. */
  int depth() {
    return depth;
  }

  Next next() {
    return next;
  }

  Optional<Arrival> arrival() {
    return arrival;
  }

  boolean isEnd() {
    return next instanceof Next.Ended;
  }

  /** To be asked only before the end. */
  Call call() {
    return switch (next) {
      case Next.Wanted(Call call) -> call;
      case Next.Ended _ -> throw new IllegalStateException("nothing comes after the end");
    };
  }

  Optional<Position> after(Object observed) {
    return Optional.ofNullable(after.get(observed));
  }

  void put(Object observed, Position position) {
    after.put(observed, position);
  }

  Iterable<Position> following() {
    return after.values();
  }

  /** The steps from the start of the stage to here. */
  List<Seen> past() {
    List<Seen> past = new ArrayList<>(depth);
    for (Optional<Arrival> each = arrival; each.isPresent(); each = each.get().from().arrival) {
      past.add(new Seen(each.get().from().call(), each.get().observed()));
    }
    return past.reversed();
  }
}
