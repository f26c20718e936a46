package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.support.Findings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviationsTest {
  private static final Row ROW = row("a-row", "says something", _ -> {});

  @Test
  void unlistedFailure_contradicts() {
    assertThat(listing().contradictions(failed()))
        .singleElement()
        .asString()
        .contains("unlisted deviation a-row");
  }

  @Test
  void listedFailure_agrees() {
    assertThat(listing("a-row").contradictions(failed())).isEmpty();
  }

  @Test
  void listedFailureThatDoesNotHappen_contradicts() {
    assertThat(listing("a-row").contradictions(kept("reason")))
        .containsExactly("deviates no longer: a-row");
  }

  @Test
  void unlistedBrokenPromise_contradicts() {
    assertThat(listing().contradictions(broken("reason")))
        .singleElement()
        .asString()
        .contains("a-row#reason");
  }

  @Test
  void brokenPromiseListedForTheRow_agrees() {
    assertThat(listing("a-row#reason").contradictions(broken("reason"))).isEmpty();
  }

  @Test
  void brokenPromiseListedForEveryRow_agrees() {
    assertThat(listing("*#reason").contradictions(broken("reason"))).isEmpty();
  }

  @Test
  void promiseListedAsBrokenEverywhere_butKept_contradicts() {
    assertThat(listing("*#reason").contradictions(kept("reason")))
        .singleElement()
        .asString()
        .startsWith("kept after all");
  }

  @Test
  void listedRowThatIsNone_isAnOrphan() {
    assertThat(listing("no-such-row", "base-get#reason", "*#reason").orphans())
        .containsExactly("no-such-row");
  }

  private static Deviations listing(String... keys) {
    var reasons = new java.util.TreeMap<String, String>();
    for (String key : keys) {
      reasons.put(key, "because");
    }
    return new Deviations(Map.copyOf(reasons));
  }

  private static Run failed() {
    return new Run(ROW, Optional.of(new AssertionError("not so")), new Findings());
  }

  private static Run broken(String aspect) {
    return run(aspect, false);
  }

  private static Run kept(String aspect) {
    return run(aspect, true);
  }

  private static Run run(String aspect, boolean kept) {
    var findings = new Findings();
    findings.add(aspect, kept, "seen");
    return new Run(ROW, Optional.empty(), findings);
  }
}
