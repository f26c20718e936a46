package dev.lading.content.interleaving;

import dev.lading.content.interleaving.Position.Arrival;
import dev.lading.content.interleaving.Position.Next;
import dev.lading.content.interleaving.Position.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one operation does in whatever it meets, as far as it was met: for each stage a tree whose
 * branches are observations. Grows by running the operation; what is in it never has to be run
 * again.
 */
final class Behaviour {
  private final Operation operation;
  private final Timing timing;
  private final Map<Place, Position> starts = new HashMap<>();
  private final List<List<Position>> positions = new ArrayList<>();
  private final Position start;
  private int runs;
  private long stepsRun;

  Behaviour(Operation operation, Timing timing) {
    this.operation = operation;
    this.timing = timing;
    this.start = start(new Place(operation.first(), 0));
  }

  Position start() {
    return start;
  }

  /** Where the operation is once it has taken its next step, and observed this. */
  Position after(Position position, Object observed) {
    Optional<Position> known = position.after(observed);
    if (known.isPresent()) {
      return known.get();
    }
    Position next = settled(grown(position.place(), Optional.of(new Arrival(position, observed))));
    position.put(observed, next);
    return next;
  }

  /** Such that none stands before one that it comes after. */
  List<Position> positions() {
    return positions.stream().flatMap(List::stream).toList();
  }

  /** How often the operation was run. */
  int runs() {
    return runs;
  }

  /** How many steps it was made to repeat. */
  long stepsRun() {
    return stepsRun;
  }

  private Position start(Place place) {
    Position known = starts.get(place);
    if (known == null) {
      known = settled(grown(place, Optional.empty()));
      starts.put(place, known);
    }
    return known;
  }

  /** From the end of a stage to the start of the next, or to where all is over. */
  private Position settled(Position position) {
    if (!(position.next() instanceof Next.Ended(var failure, var stage)) || failure.isPresent()) {
      return position;
    }
    return stage
        .map(next -> start(new Place(next, position.place().number() + 1)))
        .orElse(Position.OVER);
  }

  private Position grown(Place place, Optional<Arrival> arrival) {
    List<Seen> past = arrival.map(Behaviour::past).orElse(List.of());
    stepsRun += past.size();
    Next next = Playback.run(operation, place, past, timing);
    Position grown = new Position(runs++, place, arrival, next);
    while (positions.size() <= place.number()) {
      positions.add(new ArrayList<>());
    }
    positions.get(place.number()).add(grown);
    return grown;
  }

  private static List<Seen> past(Arrival arrival) {
    List<Seen> past = new ArrayList<>(arrival.from().past());
    past.add(new Seen(arrival.from().call(), arrival.observed()));
    return past;
  }
}
