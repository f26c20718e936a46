package dev.lading.content.store;

import static dev.lading.content.store.TestStore.OTHER;
import static dev.lading.content.store.TestStore.REPO;
import static dev.lading.content.store.TestStore.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.ContentException.UploadUnknown;
import dev.lading.content.UploadId;
import dev.lading.content.store.AbandonedUploads.Purged;
import dev.lading.content.store.WatchedDriver.Verb;
import dev.lading.storage.Durability;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.Unfinished;
import dev.lading.storage.Unfinished.Left;
import dev.lading.storage.Unfinished.Write;
import dev.lading.storage.filesystem.FilesystemDriver;
import dev.lading.storage.memory.MemoryDriver;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbandonedUploadsTest {
  private static final Duration WEEK = Duration.ofDays(7);

  /** What {@code startedat} holds. */
  private static final int START_BYTES = "2026-11-20T21:37:22Z".length();

  private static final Purged NOTHING = new Purged(0, 0, 0, 0);

  private final TestClock storeClock = new TestClock();
  private final TestStore store = TestStore.over(new MemoryDriver(storeClock));

  @Test
  void session_nobodyAddedTo_isRemovedAfterItsAge() {
    UploadId id = store.start(REPO);
    store.append(REPO, id, "three");
    storeClock.pass(WEEK);
    assertThat(purge()).isEqualTo(NOTHING);
    storeClock.pass(Duration.ofSeconds(1));
    assertThat(purge()).isEqualTo(new Purged(1, "three".length() + START_BYTES, 0, 0));
    assertThat(store.keys("docker/registry/v2/repositories")).isEmpty();
    assertThatThrownBy(() -> store.append(REPO, id, "more")).isInstanceOf(UploadUnknown.class);
    assertThat(purge()).isEqualTo(NOTHING);
  }

  @Test
  void session_addedToLately_goesOnHoweverOldItIs() {
    UploadId id = store.start(REPO);
    storeClock.pass(WEEK.plusDays(1));
    store.append(REPO, id, "more");
    assertThat(purge()).isEqualTo(NOTHING);
    store.commit(REPO, id, sha256("more"));
    assertThat(store.read(REPO, sha256("more"))).isEqualTo("more");
  }

  @Test
  void session_beingWrittenTo_stays() {
    UploadId id = store.start(REPO);
    storeClock.pass(WEEK.plusDays(1));
    store
        .uploads()
        .append(
            REPO,
            id,
            OptionalLong.empty(),
            () -> {
              assertThat(purge()).isEqualTo(NOTHING);
              return Optional.<ByteBuffer>empty();
            });
    assertThat(store.uploads().size(REPO, id)).isZero();
  }

  @Test
  void otherContent_isLeftAlone() {
    store.pushImage(REPO, "v1");
    store.pushImage(OTHER, "v1");
    store.start(OTHER);
    storeClock.pass(WEEK.plusDays(1));
    assertThat(purge().sessions()).isEqualTo(1);
    assertThat(store.catalog()).containsExactly(REPO.name(), OTHER.name());
    assertThat(store.read(OTHER, sha256("v1"))).isEqualTo("v1");
  }

  @Test
  void dryRun_countsAndRemovesNothing() {
    UploadId id = store.start(REPO);
    storeClock.pass(WEEK.plusDays(1));
    assertThat(store.content.abandonedUploads().purge(WEEK, true).sessions()).isEqualTo(1);
    assertThat(store.uploads().size(REPO, id)).isZero();
  }

  @Test
  void oneThatCannotBeRemoved_isCounted_andTheOthersGo() {
    UploadId first = store.start(REPO);
    store.start(REPO);
    store.start(OTHER);
    storeClock.pass(WEEK.plusDays(1));
    store.driver.watch(
        (verb, key) -> {
          if (verb == Verb.LIST && key.equals(Layout.upload(REPO, first))) {
            throw new StorageUnavailable("bad sector", new IOException());
          }
        });
    assertThat(purge()).isEqualTo(new Purged(2, 2L * START_BYTES, 0, 1));
  }

  @Test
  void unfinishedWrites_areRemovedWhenNobodyCanWorkOnThemAnyMore() {
    Write gone = new Write("blobs/a", Instant.EPOCH);
    Left left = new Left(gone, new StorageUnavailable("busy", new IOException()));
    List<Object> asked = new ArrayList<>();
    TestStore odd =
        TestStore.over(
            leaving(
                new MemoryDriver(storeClock),
                (prefix, before) -> {
                  asked.add(prefix);
                  asked.add(before);
                  return new Unfinished(List.of(gone, gone), List.of(left));
                }));
    assertThat(odd.content.abandonedUploads().purge(Duration.ofHours(1), false))
        .isEqualTo(new Purged(0, 0, 2, 1));
    assertThat(asked)
        .containsExactly(Key.of("docker/registry/v2"), storeClock.instant().minus(WEEK));
    assertThat(odd.content.abandonedUploads().purge(WEEK, true)).isEqualTo(NOTHING);
  }

  private static StorageDriver leaving(
      StorageDriver driver, BiFunction<Key, Instant, Unfinished> unfinished) {
    return (StorageDriver)
        Proxy.newProxyInstance(
            StorageDriver.class.getClassLoader(),
            new Class<?>[] {StorageDriver.class},
            (_, method, arguments) ->
                method.getName().equals("removeUnfinished")
                    ? unfinished.apply((Key) arguments[0], (Instant) arguments[1])
                    : method.invoke(driver, arguments));
  }

  @Test
  void ourClock_countsForNothing() {
    store.start(REPO);
    store.clock.pass(WEEK.multipliedBy(100));
    assertThat(purge()).isEqualTo(NOTHING);
  }

  @Test
  void distributionsSession_isRemovedWithAllItHas(@TempDir Path root) throws IOException {
    Path session =
        root.resolve(
            "docker/registry/v2/repositories/a/b/_uploads/0e5813b3-84fb-497b-98f6-e8bb1a4ff47a");
    Files.createDirectories(session.resolve("hashstates/sha256"));
    for (String file : new String[] {"data", "startedat", "hashstates/sha256/5"}) {
      Files.writeString(session.resolve(file), "bytes");
      Instant old = Instant.now().minus(WEEK).minusSeconds(60);
      Files.setLastModifiedTime(session.resolve(file), FileTime.from(old));
    }
    try (FilesystemDriver driver =
        FilesystemDriver.open(root, Durability.STRICT, "this test", InstantSource.system())) {
      TestStore adopted = TestStore.over(driver);
      assertThat(adopted.content.abandonedUploads().purge(WEEK, false))
          .isEqualTo(new Purged(1, 15, 0, 0));
      assertThat(root.resolve("docker")).doesNotExist();
    }
  }

  private Purged purge() {
    return store.content.abandonedUploads().purge(WEEK, false);
  }
}
