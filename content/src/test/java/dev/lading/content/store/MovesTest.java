package dev.lading.content.store;

import static dev.lading.content.store.TestStore.REPO;
import static dev.lading.content.store.TestStore.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.ContentException.StoreBusy;
import dev.lading.content.Digest;
import dev.lading.content.Tag;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.StoreClock;
import dev.lading.content.store.WatchedDriver.Verb;
import dev.lading.storage.Key;
import dev.lading.storage.memory.MemoryDriver;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who of several processes moves a tag on. Each test plays two of them. */
class MovesTest {
  private static final Tag V1 = Tag.parse("v1");
  private static final Key LINK = Layout.tagLink(REPO, V1);
  private static final Digest A = sha256("a");
  private static final Digest B = sha256("b");
  private static final Digest C = sha256("c");
  private static final GcTerms TERMS = GcTerms.DEFAULT;
  private final TestClock clock = new TestClock();
  private final WatchedDriver driver = new WatchedDriver(new MemoryDriver(clock));
  private final Links links = new Links(driver);
  private final Moves moves =
      new Moves(driver, links, new StoreClock(driver, Layout.CLOCK), TERMS, clock);

  @BeforeEach
  void set() {
    links.write(LINK, A);
  }

  @Test
  void ofTwoThatSawTheSame_oneIsTo_andTheOtherIsToldWhereItGoes() {
    Moves.Look one = moves.look(REPO, V1);
    Moves.Look other = moves.look(REPO, V1);
    assertThat(one.named()).contains(A);
    assertThat(moves.begin(one, B)).isEmpty();
    assertThat(moves.begin(other, C)).contains(B);
  }

  @Test
  void afterTheMove_theNextIsToMoveItOn() {
    assertThat(moves.begin(moves.look(REPO, V1), B)).isEmpty();
    links.write(LINK, B);
    assertThat(moves.begin(moves.look(REPO, V1), C)).isEmpty();
  }

  /** It was moved back and forth meanwhile, so that a digest alone says too little. */
  @Test
  void tagThatNamesTheSameAgain_isAnotherToMove() {
    assertThat(moves.begin(moves.look(REPO, V1), B)).isEmpty();
    links.write(LINK, B);
    clock.pass(Duration.ofSeconds(1));
    links.write(LINK, A);
    assertThat(moves.begin(moves.look(REPO, V1), C)).isEmpty();
  }

  @Test
  void processThatDies_holdsTheTagNoLongerThanAMarkBinds() {
    moves.begin(moves.look(REPO, V1), B);
    clock.pass(TERMS.markLife().minusSeconds(1));
    assertThat(moves.begin(moves.look(REPO, V1), C)).contains(B);
    clock.pass(Duration.ofSeconds(2));
    Moves.Look one = moves.look(REPO, V1);
    Moves.Look other = moves.look(REPO, V1);
    assertThat(moves.begin(one, C)).isEmpty();
    assertThat(moves.begin(other, B)).contains(C);
  }

  @Test
  void manyThatDie_holdTheTagNoLonger() {
    for (int death = 0; death < 12; death++) {
      assertThat(moves.begin(moves.look(REPO, V1), B)).isEmpty();
      assertThat(moves.begin(moves.look(REPO, V1), C)).contains(B);
      clock.pass(Duration.ofMinutes(20));
    }
  }

  /** By then another may have been let to it. */
  @Test
  void processThatWasStopped_givesUp() {
    Moves.Look look = moves.look(REPO, V1);
    clock.pass(TERMS.window().plusSeconds(1));
    assertThatThrownBy(() -> moves.begin(look, B)).isInstanceOf(StoreBusy.class);
  }

  @Test
  void tagThatMovesDuringTheLook_isLookedAtAgain() {
    driver.watch(
        (verb, key) -> {
          if (verb == Verb.READ && key.equals(LINK)) {
            driver.unwatch();
            clock.pass(Duration.ofSeconds(1));
            links.write(LINK, B);
          }
        });
    Moves.Look look = moves.look(REPO, V1);
    assertThat(look.named()).contains(B);
    assertThat(look.written()).contains(clock.instant());
  }

  @Test
  void tagThatMovesAllTheTime_isLookedAtNoLonger() {
    driver.watch(
        (verb, key) -> {
          if (verb == Verb.READ && key.equals(LINK)) {
            clock.pass(Duration.ofSeconds(1));
            links.write(LINK, B);
          }
        });
    assertThatThrownBy(() -> moves.look(REPO, V1)).isInstanceOf(StoreBusy.class);
  }

  @Test
  void notes_areForgottenAfterAnHour() {
    for (Digest next : new Digest[] {B, C, A, B, C}) {
      moves.begin(moves.look(REPO, V1), next);
      links.write(LINK, next);
      clock.pass(Duration.ofMinutes(40));
    }
    assertThat(driver.list(Key.of("lading/cache/moves"), Optional.empty(), 100)).hasSize(3);
  }
}
