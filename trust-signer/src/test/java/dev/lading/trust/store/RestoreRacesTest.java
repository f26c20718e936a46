package dev.lading.trust.store;

import static dev.lading.trust.store.Publications.GUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.StorageDriver;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.Author;
import dev.lading.trust.Role;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.publish.UpdateResult;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.service.Owner;
import dev.lading.trust.service.Restore.Result;
import dev.lading.trust.service.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore beside a registry on the same store, interrupted once after each of its steps. */
class RestoreRacesTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Author.NOW);
  private static final int ONCE = 1;

  @TempDir private Path directory;
  private Path backup = Path.of("");
  private final Owner owner = Owner.of(GUN);
  private final Owner another = Owner.of(GUN);

  @BeforeEach
  void backUp() throws IOException {
    MemoryDriver lost = new MemoryDriver(CLOCK);
    Site site = over(lost);
    assertThat(owner.begin(site)).isInstanceOf(Accepted.class);
    for (int tags = 0; tags < 3; tags++) {
      assertThat(owner.tag(site)).isInstanceOf(Accepted.class);
    }
    backup = directory.resolve("backup");
    new Backup(lost).write(Files.newOutputStream(backup));
  }

  private abstract static class Restoring implements Interleavings.Scene {
    final MemoryDriver store = new MemoryDriver(CLOCK);

    @Override
    public StorageDriver store() {
      return store;
    }

    /** What one of them has published is in force, and the server has the keys to go on. */
    void requireWhole(Owner winner) {
      Site fresh = over(store);
      assertThat(RootMetadata.of(fresh.file(GUN, Role.ROOT)).role(Role.ROOT).keyIds())
          .containsExactly(winner.rootKey().id());
      assertThat(fresh.store().newest(GUN)).map(Generation::number).contains(1L);
      assertThat(winner.tag(fresh)).isInstanceOf(Accepted.class);
      assertThat(fresh.store().changesAfter(GUN, 0, 10))
          .extracting(Change::number)
          .containsExactly(1L, 2L);
    }
  }

  private final class BesideAFirstPublication extends Restoring {
    private Optional<Result> restored = Optional.empty();
    private Optional<UpdateResult> published = Optional.empty();

    @Override
    public List<Runnable> tasks(List<StorageDriver> views) {
      return List.of(
          () -> restored = Optional.of(restore(over(views.get(0)))),
          () -> published = Optional.of(another.begin(over(views.get(1)))));
    }

    @Override
    public void check() {
      boolean isPublished = published.orElseThrow() instanceof Accepted;
      assertThat(restored).contains(isPublished ? Result.KEPT : Result.RESTORED);
      requireWhole(isPublished ? another : owner);
    }
  }

  private final class BesideAnother extends Restoring {
    private final List<Result> results = new ArrayList<>();

    @Override
    public List<Runnable> tasks(List<StorageDriver> views) {
      return List.of(() -> add(over(views.get(0))), () -> add(over(views.get(1))));
    }

    private void add(Site site) {
      Result result = restore(site);
      synchronized (results) {
        results.add(result);
      }
    }

    @Override
    public void check() {
      assertThat(results).containsExactlyInAnyOrder(Result.RESTORED, Result.KEPT);
      requireWhole(owner);
    }
  }

  @Test
  void restore_andAFirstPublication_haveOneWinner() throws Exception {
    assertThat(Interleavings.each(2, ONCE, BesideAFirstPublication::new)).isGreaterThan(30);
  }

  @Test
  void twoRestores_haveOneWinner() throws Exception {
    assertThat(Interleavings.each(2, ONCE, BesideAnother::new)).isGreaterThan(30);
  }

  private Result restore(Site site) {
    try {
      return site.restore(backup, GUN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process of its own, that writes one file after the other. */
  private static Site over(StorageDriver driver) {
    return Site.of(Publications.over(driver, CLOCK).store(), driver, CLOCK);
  }
}
