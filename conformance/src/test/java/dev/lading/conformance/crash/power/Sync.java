package dev.lading.conformance.crash.power;

import dev.lading.conformance.crash.power.Event.Answered;
import dev.lading.conformance.crash.power.Event.SyncBegun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The syncs of one path while one push is served. A removal is in two steps, each synced, and each
 * would do: there it is the syncs of the whole request.
 *
 * @param numbers as in the events
 */
record Sync(String story, Set<Integer> numbers) {
  private static final int CREATED = 201;

  /** Those from the first answer on: what is synced at the start, no client was promised. */
  static List<Sync> allServing(List<Event> events) {
    List<Sync> all = new ArrayList<>();
    Map<Path, Set<Integer>> request = new LinkedHashMap<>();
    int answers = 0;
    for (Event event : events) {
      switch (event) {
        case SyncBegun(int sync, Path path) ->
            request.computeIfAbsent(path, _ -> new LinkedHashSet<>()).add(sync);
        case Answered(_, int status) -> {
          if (answers > 0 && !request.isEmpty()) {
            all.addAll(units("request " + answers, request, status));
          }
          request.clear();
          answers++;
        }
        default -> {}
      }
    }
    return all;
  }

  private static List<Sync> units(String story, Map<Path, Set<Integer>> request, int status) {
    if (status == CREATED) {
      return request.entrySet().stream()
          .map(path -> new Sync(story + ": " + path.getKey(), path.getValue()))
          .toList();
    }
    Set<Integer> all = new LinkedHashSet<>();
    request.values().forEach(all::addAll);
    return List.of(new Sync(story, all));
  }
}
