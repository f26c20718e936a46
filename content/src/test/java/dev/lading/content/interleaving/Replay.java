package dev.lading.content.interleaving;

import dev.lading.content.interleaving.Position.Next;
import dev.lading.content.interleaving.Violation.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One execution again, by nothing that made the exploration fast: each step is taken on a real
 * driver, by code that is run up to there. Used once.
 */
final class Replay {
  private final Scenario scenario;
  private final LiveSite site;
  private final Map<String, Position.Place> places = new TreeMap<>();
  private final Map<String, List<Seen>> pasts = new TreeMap<>();
  private final List<Taken> steps = new ArrayList<>();

  private Replay(Scenario scenario) {
    this.scenario = scenario;
    this.site = LiveSite.of(scenario.start());
    for (Operation each : scenario.operations()) {
      places.put(each.name(), new Position.Place(each.first(), 0));
      pasts.put(each.name(), new ArrayList<>());
    }
  }

  /** What is wrong after the last step, or at the end: empty text when nothing is. */
  static Violation of(Scenario scenario, List<String> schedule) {
    Replay replay = new Replay(scenario);
    schedule.forEach(replay::take);
    return new Violation(replay.complaint(), replay.steps);
  }

  private void take(String who) {
    if (who.equals(Explorer.NOBODY)) {
      Times.pass(site, scenario.timing().tick());
      steps.add(new Taken(who, "pass " + scenario.timing().tick(), ""));
      return;
    }
    Operation operation = scenario.operations().get(scenario.indexOf(who));
    if (!(next(operation) instanceof Next.Wanted(Call call))) {
      throw new IllegalArgumentException(who + " has ended, and cannot take step " + steps.size());
    }
    Object observed = call.take(site);
    past(who).add(new Seen(call, observed));
    operation.kills().stream()
        .map(killed -> scenario.operations().get(scenario.indexOf(killed)))
        .forEach(site::forget);
    steps.add(new Taken(who, call.toString(), observed.toString()));
  }

  private Next next(Operation operation) {
    String who = operation.name();
    Position.Place place = Objects.requireNonNull(places.get(who));
    Next next = Playback.run(operation, place, past(who), scenario.timing());
    if (next instanceof Next.Ended(_, var stage) && stage.isPresent()) {
      places.put(who, new Position.Place(stage.get(), place.number() + 1));
      past(who).clear();
      return next(operation);
    }
    return next;
  }

  private List<Seen> past(String who) {
    return Objects.requireNonNull(pasts.get(who));
  }

  private String complaint() {
    return Stream.concat(scenario.always().stream(), scenario.atTheEnd().stream())
        .flatMap(each -> each.complaint(site).stream())
        .findFirst()
        .or(this::failure)
        .orElse("");
  }

  private Optional<String> failure() {
    return scenario.operations().stream().flatMap(each -> failure(each).stream()).findFirst();
  }

  private Optional<String> failure(Operation operation) {
    return next(operation) instanceof Next.Ended(var failure, _)
        ? failure.map(thrown -> operation.name() + " failed: " + thrown)
        : Optional.empty();
  }
}
