package dev.lading.trust.store;

import static dev.lading.trust.store.Publications.GUN;
import static dev.lading.trust.store.Publications.RELEASES;
import static dev.lading.trust.store.Publications.all;
import static dev.lading.trust.store.Publications.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.StorageDriver;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Replicas on one store, in every order that their storage operations can take. */
class PublicationRacesTest {
  private static final Duration KEEP = Duration.ofHours(24);

  /** What every scene begins with. */
  private abstract static class Begun implements Interleavings.Scene {
    final TestClock clock = new TestClock();
    final MemoryDriver store = new MemoryDriver(clock);
    final Publications calm = Publications.over(store, clock);

    @Override
    public StorageDriver store() {
      return store;
    }

    Publications over(StorageDriver view) {
      return Publications.over(view, clock);
    }

    Map<Role, RoleFile> tagging(int version, String text) {
      return Map.of(
          Role.TARGETS,
          file(Role.TARGETS, version, text),
          Role.TIMESTAMP,
          file(Role.TIMESTAMP, version, text));
    }
  }

  private static final class TwoPublish extends Begun {
    private final boolean isFirst;
    private final List<Outcome> outcomes = new ArrayList<>();

    TwoPublish(boolean isFirst) {
      this.isFirst = isFirst;
      if (!isFirst) {
        calm.publish(GUN, all(1, "old"));
      }
    }

    @Override
    public List<Runnable> tasks(List<StorageDriver> views) {
      return List.of(() -> publish(views.get(0), "one"), () -> publish(views.get(1), "two"));
    }

    private void publish(StorageDriver view, String text) {
      Publications trust = over(view);
      Optional<Generation> base = trust.store().newest(GUN);
      int version = base.isEmpty() ? 1 : base.get().roots().getFirst().version().number() + 1;
      Map<Role, RoleFile> files = isFirst ? rooted(text) : tagging(version, text);
      Outcome outcome =
          base.filter(now -> now.number() > (isFirst ? 0 : 1)).isPresent()
              ? new Outcome.Overtaken() // the rules have seen the version
              : trust.store().publish(GUN, base, files);
      synchronized (outcomes) {
        outcomes.add(outcome);
      }
    }

    private static Map<Role, RoleFile> rooted(String text) {
      return Map.of(
          Role.ROOT,
          file(Role.ROOT, 1, text),
          Role.TARGETS,
          file(Role.TARGETS, 1, text),
          Role.TIMESTAMP,
          file(Role.TIMESTAMP, 1, text));
    }

    @Override
    public void check() {
      int version = isFirst ? 1 : 2;
      String winner = calm.current(GUN, Role.TARGETS).orElseThrow().endsWith("one") ? "one" : "two";
      String loser = winner.equals("one") ? "two" : "one";
      assertThat(calm.current(GUN, Role.TIMESTAMP)).get().asString().endsWith(winner);
      assertThat(calm.byHash(Role.TARGETS, version, loser)).isEmpty();
      assertThat(calm.byHash(Role.TIMESTAMP, version, loser)).isEmpty();
      assertThat(outcomes).filteredOn(Outcome.Committed.class::isInstance).hasSize(1);
      assertThat(calm.store().newest(GUN)).map(Generation::number).contains(isFirst ? 1L : 2L);
    }
  }

  @Test
  void firstPublications_racing_haveOneWinner() throws Exception {
    assertThat(Interleavings.each(2, Interleavings.ANY, () -> new TwoPublish(true)))
        .isGreaterThan(100);
  }

  @Test
  void laterPublications_racing_haveOneWinner() throws Exception {
    assertThat(Interleavings.each(2, Interleavings.ANY, () -> new TwoPublish(false)))
        .isGreaterThan(100);
  }

  private static final class PublishAndDelete extends Begun {
    private Optional<Outcome> published = Optional.empty();

    PublishAndDelete() {
      calm.publish(GUN, all(1, "a"));
    }

    @Override
    public List<Runnable> tasks(List<StorageDriver> views) {
      return List.of(
          () -> published = Optional.of(publish(over(views.get(0)))),
          () -> over(views.get(1)).store().delete(GUN));
    }

    private Outcome publish(Publications trust) {
      Generation base = trust.store().newest(GUN).orElseThrow();
      return base.isDeletion()
          ? new Outcome.Overtaken() // no root
          : trust.store().publish(GUN, Optional.of(base), tagging(2, "a"));
    }

    @Override
    public void check() {
      boolean isCommitted = published.orElseThrow() instanceof Outcome.Committed;
      Generation newest = calm.store().newest(GUN).orElseThrow();
      assertThat(newest.isDeletion()).isTrue();
      assertThat(newest.number()).isEqualTo(isCommitted ? 3 : 2);
      assertThat(calm.byHash(Role.TARGETS, 2, "a")).isEmpty();
    }
  }

  @Test
  void deletion_duringAPublication_winsInTheEnd() throws Exception {
    assertThat(Interleavings.each(2, 4, PublishAndDelete::new)).isGreaterThan(20);
  }

  /** A reader's walk: timestamp, then by hash the targets that belong to it. */
  private static final class ReadWhilePublishedAndTrimmed extends Begun {
    ReadWhilePublishedAndTrimmed() {
      calm.publish(GUN, all(1, "a"));
      clock.pass(KEEP.multipliedBy(2));
    }

    @Override
    public List<Runnable> tasks(List<StorageDriver> views) {
      return List.of(() -> read(over(views.get(0))), () -> publishAndTrim(views.get(1)));
    }

    private static void read(Publications trust) {
      String timestamp = trust.current(GUN, Role.TIMESTAMP).orElseThrow();
      int version = timestamp.equals("timestamp 1 a") ? 1 : 2;
      assertThat(trust.byHash(Role.TARGETS, version, "a")).isPresent();
      assertThat(trust.byHash(Role.ROOT, 1, "a")).isPresent();
    }

    private void publishAndTrim(StorageDriver view) {
      over(view).publish(GUN, tagging(2, "a"));
      new Trim(view).trim(KEEP);
    }

    @Override
    public void check() {
      assertThat(calm.current(GUN, Role.TARGETS)).contains("targets 2 a");
      assertThat(calm.byHash(Role.TARGETS, 1, "a")).isPresent();
    }
  }

  @Test
  void reader_duringAPublicationAndATrim_endsItsWalk() throws Exception {
    assertThat(Interleavings.each(2, 3, ReadWhilePublishedAndTrimmed::new)).isGreaterThan(100);
  }

  /** What is trimmed is old; what is published meanwhile rests on it. */
  private static final class PublishWhileTrimmed extends Begun {
    private Optional<Outcome> published = Optional.empty();

    PublishWhileTrimmed() {
      calm.publish(GUN, all(1, "a"));
      calm.publish(GUN, tagging(2, "a"));
      clock.pass(KEEP.multipliedBy(2));
    }

    @Override
    public List<Runnable> tasks(List<StorageDriver> views) {
      return List.of(
          () -> published = Optional.of(over(views.get(0)).publish(GUN, tagging(3, "a"))),
          () -> new Trim(views.get(1)).trim(KEEP));
    }

    @Override
    public void check() {
      assertThat(published).get().isInstanceOf(Outcome.Committed.class);
      Publications fresh = over(store);
      assertThat(fresh.current(GUN, Role.TARGETS)).contains("targets 3 a");
      assertThat(fresh.current(GUN, Role.ROOT)).contains("root 1 a");
      assertThat(fresh.current(GUN, Role.SNAPSHOT)).contains("snapshot 1 a");
      assertThat(fresh.byHash(Role.TARGETS, 2, "a")).isPresent();
      assertThat(fresh.byHash(Role.TARGETS, 1, "a")).isEmpty();
    }
  }

  @Test
  void publication_duringATrim_isWhole() throws Exception {
    assertThat(Interleavings.each(2, 3, PublishWhileTrimmed::new)).isGreaterThan(100);
  }

  private static final class TwoTrim extends Begun {
    TwoTrim() {
      calm.publish(GUN, all(1, "a"));
      calm.publish(GUN, tagging(2, "a"));
      clock.pass(KEEP.multipliedBy(2));
      calm.publish(
          GUN,
          Map.of(RELEASES, file(RELEASES, 1, "a"), Role.TIMESTAMP, file(Role.TIMESTAMP, 3, "a")));
    }

    @Override
    public List<Runnable> tasks(List<StorageDriver> views) {
      return List.of(
          () -> new Trim(views.get(0)).trim(KEEP),
          () -> {
            clock.pass(KEEP.multipliedBy(2));
            new Trim(views.get(1)).trim(KEEP);
          });
    }

    @Override
    public void check() {
      Publications fresh = over(store);
      for (Role role : List.of(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP, RELEASES)) {
        assertThat(fresh.current(GUN, role)).as("%s", role).isPresent();
      }
    }
  }

  @Test
  void trims_racing_keepWhatIsInForce() throws Exception {
    assertThat(Interleavings.each(2, 3, TwoTrim::new)).isGreaterThan(100);
  }
}
