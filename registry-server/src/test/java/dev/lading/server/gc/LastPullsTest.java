package dev.lading.server.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Actor;
import dev.lading.content.Algorithm;
import dev.lading.content.Change;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Pause;
import dev.lading.content.store.ContentStore;
import dev.lading.content.store.Inventory;
import dev.lading.gc.Retention.Pull;
import dev.lading.storage.Key;
import dev.lading.storage.memory.MemoryDriver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LastPullsTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final RepositoryName NAME = RepositoryName.parse("team/app");
  private static final Tag TAG = Tag.parse("v1");
  private static final Digest PULLED = Digest.of(Algorithm.SHA256, new byte[] {1});
  private static final Digest OTHER = Digest.of(Algorithm.SHA512, new byte[] {2});
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final MemoryDriver driver = new MemoryDriver(now::get);
  private final LastPulls pulls = LastPulls.noted(driver, now::get, Runnable::run);

  @Test
  void pull_isNoted_andCountsForADay() {
    pass(DAY);
    tell(new Change.ManifestPulled(PULLED, Optional.of(TAG)));

    assertThat(last(PULLED)).isEqualTo(new Pull.At(START.plus(DAY).plus(DAY)));
  }

  @Test
  void whatNobodyPulled_countsAsPulledWhenThatBeganToBeNoted() {
    pass(DAY);
    LastPulls replica = LastPulls.noted(driver, now::get, Runnable::run);

    assertThat(replica.last(NAME, TAG, OTHER)).isEqualTo(new Pull.At(START));
  }

  @Test
  void pulls_areWrittenOnceADay() {
    tell(new Change.ManifestPulled(PULLED, Optional.empty()));
    pass(DAY.minusSeconds(1));
    tell(new Change.ManifestPulled(PULLED, Optional.empty()));
    assertThat(last(PULLED)).isEqualTo(new Pull.At(START.plus(DAY)));

    pass(Duration.ofSeconds(1));
    tell(new Change.ManifestPulled(PULLED, Optional.empty()));
    assertThat(last(PULLED)).isEqualTo(new Pull.At(START.plus(DAY).plus(DAY)));
  }

  @Test
  void note_goesWithItsManifest() {
    tell(new Change.ManifestPulled(PULLED, Optional.empty()));
    tell(new Change.ManifestRemoved(PULLED));

    assertThat(driver.list(Key.of("lading/state/pulls"), Optional.empty(), 10)).isEmpty();
  }

  @Test
  void notesOfManifestsThatAreGone_areForgotten() {
    tell(new Change.ManifestPulled(PULLED, Optional.empty()));
    tell(new Change.ManifestPulled(OTHER, Optional.empty()));
    driver.write(
        Key.of(
            "docker/registry/v2/repositories/team/app/_manifests/revisions/sha256/%s/link"
                .formatted(PULLED.hex())),
        PULLED.toString().getBytes(StandardCharsets.US_ASCII));

    LastPulls.forgetGone(driver, inventory());

    pass(DAY);
    assertThat(last(PULLED)).isEqualTo(new Pull.At(START.plus(DAY)));
    assertThat(driver.list(Key.of("lading/state/pulls"), Optional.empty(), 10)).hasSize(1);
  }

  private Inventory inventory() {
    return ContentStore.open(
            driver,
            new ContentStore.Settings(1 << 20, 1 << 20, 1 << 20, GcTerms.DEFAULT),
            new ContentStore.Surroundings(
                now::get, System::nanoTime, UUID::randomUUID, Runnable::run, Pause.SLEEP),
            List.of())
        .collecting()
        .inventory();
  }

  @Test
  void pauseInNoting_makesItBeginAnew() {
    LastPulls.forget(driver);
    assertThat(last(OTHER)).isEqualTo(new Pull.Unknown());

    pass(DAY);
    LastPulls again = LastPulls.noted(driver, now::get, Runnable::run);
    assertThat(again.last(NAME, TAG, OTHER)).isEqualTo(new Pull.At(START.plus(DAY)));
  }

  private Pull last(Digest digest) {
    return LastPulls.read(driver, now::get).last(NAME, TAG, digest);
  }

  private void tell(Change.What what) {
    pulls.changed(new Change(now.get(), Actor.SERVER, NAME, what));
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }
}
