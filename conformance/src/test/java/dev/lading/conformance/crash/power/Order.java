package dev.lading.conformance.crash.power;

import dev.lading.conformance.crash.power.Event.Change;
import dev.lading.conformance.crash.power.Event.SyncBegun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One order of the events of several threads, of which only is known when each call began and
 * ended: a change happened in between. It is put at its end, unless another could not have happened
 * as it did without it; and before a sync that began while it was under way, so that nobody is
 * accused of relying on what was already there. Mutable, for one use.
 */
final class Order {
  private final ModelDisk disk;
  private final Set<Call> waiting = new LinkedHashSet<>();
  private final List<Event> events = new ArrayList<>();

  /**
   * What came of one call.
   *
   * @param begun a position in the trace
   * @param ended the same, or a later one
   */
  record Call(Event event, int begun, int ended) {
    private int position() {
      return event instanceof Change ? ended : begun;
    }
  }

  private Order(Path root) {
    this.disk = new ModelDisk(root);
  }

  static List<Event> of(List<Call> calls, Path root) {
    var order = new Order(root);
    calls.stream()
        .filter(call -> call.event() instanceof Change)
        .sorted(Comparator.comparingInt(Call::begun))
        .forEach(order.waiting::add);
    calls.stream().sorted(Comparator.comparingInt(Call::position)).forEach(order::next);
    return List.copyOf(order.events);
  }

  private void next(Call call) {
    switch (call.event()) {
      case Change change -> {
        while (waiting.contains(call) && !disk.accepts(change)) {
          happen(
              possible(call).orElseThrow(() -> new IllegalArgumentException("too early: " + call)));
        }
        if (waiting.contains(call)) {
          happen(call);
        }
      }
      case SyncBegun _ -> {
        Optional<Call> before = possible(call);
        for (; before.isPresent(); before = possible(call)) {
          happen(before.get());
        }
        add(call.event());
      }
      default -> add(call.event());
    }
  }

  /** A change that was under way before {@code call} ended, and can have happened by now. */
  private Optional<Call> possible(Call call) {
    return waiting.stream()
        .takeWhile(other -> other.begun() < call.position())
        .filter(other -> other.event() instanceof Change change && disk.accepts(change))
        .findFirst();
  }

  private void happen(Call change) {
    waiting.remove(change);
    add(change.event());
  }

  private void add(Event event) {
    disk.apply(event);
    events.add(event);
  }
}
