package dev.lading.conformance.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One client's account of the requests it sent, one after the other: only the last can be without
 * an answer. Mutable, for one thread.
 */
public final class Journal {
  private final Map<Named, Optional<String>> found = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();

  /**
   * One request.
   *
   * @param answer the request id of the answer that acknowledged it
   */
  private record Step(List<Effect> effects, Optional<String> answer) {}

  /** A request is about to be sent that has these effects. */
  public void attempt(List<Effect> effects) {
    steps.add(new Step(effects, Optional.empty()));
  }

  /** The request attempted last was acknowledged. */
  public void acknowledged(String requestId) {
    steps.add(new Step(steps.removeLast().effects(), Optional.of(requestId)));
  }

  /** What the client may rely on now. */
  public Expectations expectations() {
    return expectations(_ -> true);
  }

  /**
   * What the client could rely on at an earlier moment, when the first request without an answer
   * was perhaps under way, and those after it were not sent.
   *
   * @param answered whether the answer with this request id had left the server
   */
  public Expectations expectations(Predicate<String> answered) {
    var expectations = new Expectations(found);
    for (Step step : steps) {
      if (step.answer().filter(answered).isEmpty()) {
        expectations.attempted(step.effects());
        break;
      }
      expectations.acknowledged(step.effects());
    }
    return expectations;
  }

  /** Begins a new page: these were found under the names that it speaks of. */
  public void settle(List<Effect> effects) {
    steps.clear();
    effects.forEach(effect -> found.put(effect.name(), effect.digest()));
  }

  /** All that was found so far. */
  public Expectations settled() {
    var all = new Expectations(Map.of());
    found.forEach((name, digest) -> all.acknowledged(List.of(new Effect(name, digest))));
    return all;
  }
}
