package dev.lading.storage;

import static dev.lading.storage.DriverFixture.append;
import static dev.lading.storage.DriverFixture.bytes;
import static dev.lading.storage.DriverFixture.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many threads at once. */
interface RaceContract extends DriverFixture {

  @Test
  default void writeIfAbsent_byManyAtOnce_hasOneWinner() throws Exception {
    for (int round = 0; round < 50; round++) {
      String name = "race/" + round + "/object";
      List<Boolean> won =
          together(8, writer -> driver().writeIfAbsent(key(name), bytes("writer " + writer)));
      assertThat(won).containsOnlyOnce(true);
      assertThat(text(name)).isEqualTo("writer " + won.indexOf(true));
    }
  }

  @Test
  default void listings_whileObjectsComeAndGo_nameAllThatStay() throws Exception {
    List<String> staying = IntStream.range(0, 20).mapToObj(i -> "stay" + i + "/x").toList();
    staying.forEach(name -> driver().write(key("l/" + name), bytes(name)));
    AtomicBoolean done = new AtomicBoolean();
    Callable<Boolean> churn =
        () -> {
          for (int i = 0; i < 150; i++) {
            driver().writeTransient(key("l/stay" + i % 20 + "/y" + i + "/z"), bytes("z"));
            driver().writeTransient(key("l/go" + i % 7 + "/z"), bytes("z"));
            driver().deleteTransient(key("l/stay" + i % 20 + "/y" + i + "/z"));
            driver().deleteTransient(key("l/go" + i % 7 + "/z"));
          }
          done.set(true);
          return true;
        };
    Callable<Boolean> look =
        () -> {
          while (!done.get()) {
            assertThat(listed("l", Optional.empty(), NO_LIMIT)).containsAll(staying).isSorted();
            assertThat(driver().children(key("l"), Optional.empty(), NO_LIMIT))
                .contains("stay0", "stay19")
                .isSorted();
          }
          return true;
        };
    assertThat(Together.run(List.of(churn, look))).containsOnly(true);
  }

  @Test
  default void readers_duringOverwrites_seeOneVersionWhole() throws Exception {
    byte[][] versions = new byte[2][20_000];
    Arrays.fill(versions[0], (byte) 'a');
    Arrays.fill(versions[1], (byte) 'b');
    driver().write(key("a"), versions[0]);
    AtomicBoolean done = new AtomicBoolean();
    Callable<Boolean> overwrite =
        () -> {
          for (int i = 1; i <= 150; i++) {
            driver().write(key("a"), versions[i % 2]);
          }
          done.set(true);
          return true;
        };
    Callable<Boolean> read =
        () -> {
          while (!done.get()) {
            assertThat(driver().read(key("a"), 30_000).orElseThrow())
                .isIn(versions[0], versions[1]);
            assertThat(driver().find(key("a"))).map(ObjectInfo::size).contains(20_000L);
          }
          return true;
        };
    assertThat(Together.run(List.of(overwrite, read, read))).containsOnly(true);
  }

  @Test
  default void creators_areNotDisturbedByDeletionsNextToThem() throws Exception {
    List<Boolean> kept =
        together(
            8,
            thread -> {
              boolean all = true;
              for (int i = 0; i < 150; i++) {
                String name = "tree/" + i % 3 + "/b/" + thread;
                all &= driver().writeIfAbsent(key(name), bytes(name));
                all &= text(name).equals(name);
                driver().delete(key(name));
                all &= driver().find(key(name)).isEmpty();
              }
              return all;
            });
    assertThat(kept).containsOnly(true);
    assertThat(driver().children(TOP, Optional.empty(), 10)).isEmpty();
  }

  /** As a collector's claims and marks: of many names, each is needed for a moment. */
  @Test
  default void marks_thatComeAndGoBelowManyNames_leaveNothing() throws Exception {
    List<Boolean> kept =
        together(
            6,
            thread -> {
              boolean all = true;
              for (int i = 0; i < 40; i++) {
                String claim = "claims/sha256/" + i % 10 + "/" + thread;
                String trash = "trash/sha256/" + i % 10 + "/" + thread;
                driver().write(key(claim), bytes(claim));
                all &= driver().copy(key(claim), key(trash));
                all &= driver().fence(FenceContract.WINDOW).delete(key(claim));
                all &= text(trash).equals(claim);
                driver().deleteTransient(key(trash));
              }
              return all;
            });
    assertThat(kept).containsOnly(true);
    assertThat(driver().children(TOP, Optional.empty(), 10)).isEmpty();
  }

  @Test
  default void publishers_areNotDisturbedByDeletionsNextToThem() throws Exception {
    List<Boolean> kept =
        together(
            6,
            thread -> {
              boolean all = true;
              for (int i = 0; i < 100; i++) {
                String name = "blobs/" + i % 2 + "/" + thread;
                StagedObject staged = driver().stage(key("up/" + thread + "/" + i));
                append(staged, 0, name);
                staged.publish(key(name));
                all &= text(name).equals(name);
                driver().delete(key(name));
              }
              return all;
            });
    assertThat(kept).containsOnly(true);
  }

  private static <T> List<T> together(int threads, IndexedTask<T> task) throws Exception {
    return Together.run(
        IntStream.range(0, threads)
            .mapToObj(thread -> (Callable<T>) () -> task.run(thread))
            .toList());
  }

  /** One of several that are alike. */
  interface IndexedTask<T> {
    T run(int index) throws Exception;
  }
}
