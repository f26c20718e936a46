package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.http.Eventually;
import dev.lading.server.trust.Publisher;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.policy.TrustRules;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.publish.UploadedPart;
import dev.lading.trust.service.TrustData;
import dev.lading.trust.store.Generation;
import dev.lading.trust.store.TrustStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** A registry that comes back after everything that it signs has expired. */
class TrustUpkeepTest {
  private static final Gun GUN = Gun.parse("localhost:5000/team/app");
  private static final Instant LATER = GatedRegistry.NOW.plus(Duration.ofDays(15));

  private final MemoryDriver driver = new MemoryDriver(InstantSource.fixed(GatedRegistry.NOW));

  /** Pulls that are refused for it wait for nobody to ask, nor for an hour to pass. */
  @Test
  void timestamp_thatExpiredMeanwhile_isSignedAgainAtTheStart() throws Exception {
    publish(trust(GatedRegistry.NOW).data());
    byte[] before = timestamp();

    ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    try {
      trust(LATER).begin(background);
      Eventually.isTrue("signed again", () -> newest().number() == 2);
    } finally {
      background.shutdownNow();
    }
    assertThat(timestamp()).isNotEqualTo(before);
  }

  private Trust trust(Instant now) {
    return Trust.open(
        new TrustSettings(
            GatedRegistry.HOSTNAMES,
            TrustRules.NONE,
            new SealingKey.Given(new SecretKeySpec(new byte[32], "HKDF")),
            1 << 20),
        new Trust.Surroundings(
            driver,
            GatedRegistry.store(driver, InstantSource.fixed(now)),
            new Refusals(),
            InstantSource.fixed(now),
            new SecureRandom(),
            false,
            () -> true));
  }

  private static void publish(TrustData data) {
    Publisher publisher = new Publisher(GUN, GatedRegistry.NOW);
    byte[] root =
        publisher.root(1, data.key(GUN, Role.SNAPSHOT), data.key(GUN, Role.TIMESTAMP)).bytes();
    List<UploadedPart> parts =
        List.of(
            new UploadedPart("root", root),
            new UploadedPart("targets", publisher.targets(2).bytes()));
    assertThat(data.publish(GUN, parts)).isInstanceOf(Accepted.class);
  }

  private Generation newest() {
    return store().newest(GUN).orElseThrow();
  }

  private byte[] timestamp() {
    return store().find(newest(), Role.TIMESTAMP).orElseThrow().bytes();
  }

  private TrustStore store() {
    return new TrustStore(driver, InstantSource.fixed(LATER), new SplittableRandom(), 1 << 20);
  }
}
