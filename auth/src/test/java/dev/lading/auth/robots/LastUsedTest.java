package dev.lading.auth.robots;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.lading.auth.Identity;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.memory.MemoryDriver;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastUsedTest {
  private static final Instant START = Instant.parse("2026-11-20T21:37:22Z");
  private static final Identity.Robot CI = new Identity.Robot("ci");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final MemoryDriver store = new MemoryDriver(now::get);
  private final AtomicInteger writes = new AtomicInteger();
  private boolean isDown;
  private final LastUsed lastUsed = new LastUsed(counting(), now::get);

  @Test
  void find_ofARobotNeverUsed_isEmpty() {
    assertThat(lastUsed.find("ci")).isEmpty();
  }

  @Test
  void note_isFoundByEveryProcess() {
    lastUsed.note(CI);
    assertThat(new LastUsed(store, now::get).find("ci")).contains(START);
    assertThat(store.read(Key.of("lading/state/robots/ci"), 64))
        .hasValueSatisfying(
            text -> assertThat(new String(text, UTF_8)).isEqualTo(START.toString()));
  }

  @Test
  void note_writesOnceAnHourForEachRobot() {
    for (int minute = 0; minute < 60; minute++) {
      now.set(START.plus(Duration.ofMinutes(minute)));
      lastUsed.note(CI);
    }
    assertThat(writes).hasValue(1);
    lastUsed.note(new Identity.Robot("other"));
    assertThat(writes).hasValue(2);
    now.set(START.plus(Duration.ofHours(1)));
    lastUsed.note(CI);
    assertThat(writes).hasValue(3);
    assertThat(lastUsed.find("ci")).contains(now.get());
  }

  @Test
  void note_ofManyAtOnce_writesOnce() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      threads.add(Thread.startVirtualThread(() -> lastUsed.note(CI)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(writes).hasValue(1);
  }

  @Test
  void note_whileTheStoreIsDown_isForgiven_andTriedAgainAnHourLater() {
    isDown = true;
    assertThatCode(() -> lastUsed.note(CI)).doesNotThrowAnyException();
    lastUsed.note(CI);
    assertThat(writes).hasValue(1);
    isDown = false;
    now.set(START.plus(Duration.ofHours(1)));
    lastUsed.note(CI);
    assertThat(lastUsed.find("ci")).contains(now.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-2",
        "x",
        "\u00e9",
        "0123456789012345678901234567890123456789012345678901234567890123456789"
      })
  void find_ofWhatAPowerLossLeft_isEmpty(String text) {
    store.write(Key.of("lading/state/robots/ci"), text.getBytes(UTF_8));
    assertThat(lastUsed.find("ci")).isEqualTo(Optional.empty());
  }

  /** The memory store, with its transient writes counted, and failing when it is down. */
  private StorageDriver counting() {
    return (StorageDriver)
        Proxy.newProxyInstance(
            StorageDriver.class.getClassLoader(),
            new Class<?>[] {StorageDriver.class},
            (_, method, arguments) -> {
              if (method.getName().equals("writeTransient")) {
                writes.incrementAndGet();
                if (isDown) {
                  throw new StorageUnavailable("down", new IOException());
                }
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
