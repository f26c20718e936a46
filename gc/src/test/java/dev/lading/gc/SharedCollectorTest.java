package dev.lading.gc;

import static dev.lading.gc.World.DAY;
import static dev.lading.gc.World.REPO;
import static dev.lading.gc.World.digests;
import static dev.lading.gc.World.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.RunNumber;
import dev.lading.content.claim.Runs.Run;
import dev.lading.storage.memory.MemoryDriver;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two processes on one store. */
class SharedCollectorTest {
  private static final Duration SILENCE = GcTerms.DEFAULT.slack();
  private final TestClock clock = new TestClock();
  private final MemoryDriver driver = MemoryDriver.shared(clock);
  private final World one = World.shared(driver, clock);
  private final World other = World.shared(driver, clock);

  @Test
  void runOfAnotherProcess_keepsThisOneFromBeginning() {
    Run run = other.content.collecting().runs().begin().orElseThrow();
    assertThat(one.collector().run(Collector.Options.NOW, Progress.NONE))
        .isEqualTo(new Collector.Result.Busy(Optional.of(run.number())));
    other.content.collecting().runs().end(run.number());
    assertThat(one.now().run()).isEqualTo(run.number().next());
  }

  @Test
  void runThatIsSilent_countsAsDead() {
    Run run = other.content.collecting().runs().begin().orElseThrow();
    clock.pass(SILENCE.dividedBy(2));
    other.content.collecting().runs().goOn(run.number());
    clock.pass(SILENCE.minusSeconds(1));
    assertThat(one.collector().run(Collector.Options.NOW, Progress.NONE))
        .isInstanceOf(Collector.Result.Busy.class);
    clock.pass(SILENCE);
    assertThat(one.now().run()).isEqualTo(run.number().next());
  }

  @Test
  void whatOneProcessMarked_theOtherOneRemoves() {
    one.pushBlob(REPO, "layer");
    clock.pass(DAY);
    assertThat(one.scheduled().removed()).isEmpty();
    clock.pass(DAY);
    assertThat(digests(other.scheduled())).containsExactly(sha256("layer"));
    assertThat(other.scheduled().run()).isEqualTo(new RunNumber(3));
  }

  @Test
  void whatTheOtherProcessClaimed_stays() {
    one.pushBlob(REPO, "layer");
    clock.pass(DAY);
    other.pushBlob(World.OTHER, "layer");
    assertThat(one.now().removed()).isEmpty();
    assertThat(other.isPullable(World.OTHER, sha256("layer"))).isTrue();
  }

  @Test
  void marksOfAKilledRun_areDropped_whenTheyBindNobody() {
    one.pushBlob(REPO, "layer");
    Run run = other.content.collecting().runs().begin().orElseThrow();
    other.content.collecting().marks().condemn(sha256("layer"), run.number());
    clock.pass(DAY);
    assertThat(digests(one.now())).containsExactly(sha256("layer"));
    assertThat(one.keys("lading/state/gc/condemned")).isEmpty();
  }

  @Test
  void processThatGoesByOtherTerms_keepsAllFromRemoving_forTwiceItsGrace() {
    GcTerms longer = World.TERMS.withGrace(World.GRACE.multipliedBy(2));
    World configuredOtherwise = World.shared(driver, clock, longer);
    one.pushBlob(REPO, "layer");
    clock.pass(DAY);
    assertThat(one.collector().declareTerms()).contains(Duration.ofHours(1));
    assertThat(configuredOtherwise.collector().declareTerms()).isPresent();
    assertThat(one.collector().run(Collector.Options.NOW, Progress.NONE))
        .isEqualTo(new Collector.Result.OtherTerms(longer, World.TERMS));
    assertThat(configuredOtherwise.collector().run(Collector.Options.NOW, Progress.NONE))
        .isEqualTo(new Collector.Result.OtherTerms(World.TERMS, longer));
    assertThat(digests(one.run(Collector.Options.NOW.dry()))).containsExactly(sha256("layer"));
    clock.pass(longer.grace().multipliedBy(2));
    one.collector().declareTerms();
    assertThat(digests(one.now())).containsExactly(sha256("layer"));
  }
}
