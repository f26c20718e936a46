package dev.lading.content.store;

import static dev.lading.content.store.TestStore.sha256;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Digest;
import dev.lading.content.store.WatchedDriver.Verb;
import dev.lading.storage.Key;
import dev.lading.storage.memory.MemoryDriver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DamageTest {
  private static final Digest DIGEST = sha256("bytes");
  private static final Key DATA = Layout.blobData(DIGEST);
  private final TestClock clock = new TestClock();
  private final WatchedDriver driver = new WatchedDriver(new MemoryDriver(clock));
  private final Damage damage = new Damage(driver);

  @Test
  void isSound_ofWhatTheNameSays_isTrue_andHashedOnce() {
    write("bytes");
    AtomicInteger hashed = new AtomicInteger();
    driver.watch(
        (verb, _) -> {
          if (verb == Verb.SOURCE) {
            hashed.incrementAndGet();
          }
        });
    assertThat(damage.isSound(DIGEST)).isTrue();
    assertThat(damage.isSound(DIGEST)).isTrue();
    assertThat(hashed).hasValue(1);
    assertThat(damage.isKnown(DIGEST)).isFalse();
  }

  @Test
  void isSound_ofNothing_isFalse_andNoDamage() {
    assertThat(damage.isSound(DIGEST)).isFalse();
    assertThat(damage.isKnown(DIGEST)).isFalse();
  }

  @Test
  void damage_isKnown_onceItWasSeen() {
    write("etyb!");
    assertThat(damage.isKnown(DIGEST)).isFalse();
    assertThat(damage.isSound(DIGEST)).isFalse();
    assertThat(damage.isKnown(DIGEST)).isTrue();
  }

  @Test
  void damage_isForgotten_whenItIsHealed() {
    write("etyb!");
    damage.inspect(DIGEST);
    write("bytes");
    damage.healed(DIGEST);
    assertThat(damage.isKnown(DIGEST)).isFalse();
    assertThat(damage.isSound(DIGEST)).isTrue();
  }

  /** As when a slow reader ends its hashing after an upload has replaced what it read. */
  @Test
  void damage_isAboutTheObjectThatWasHashed() {
    write("etyb!");
    damage.inspect(DIGEST);
    clock.pass(Duration.ofMillis(1));
    write("bytes");
    assertThat(damage.isKnown(DIGEST)).isFalse();
    assertThat(damage.isSound(DIGEST)).isTrue();
  }

  @Test
  void soundness_isAboutTheObjectThatWasHashed() {
    write("bytes");
    damage.inspect(DIGEST);
    clock.pass(Duration.ofMillis(1));
    write("etyb!");
    assertThat(damage.isSound(DIGEST)).isFalse();
  }

  private void write(String text) {
    driver.write(DATA, text.getBytes(UTF_8));
  }
}
