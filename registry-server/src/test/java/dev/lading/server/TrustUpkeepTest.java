package dev.lading.server;

import static dev.lading.server.SignedStore.GUN;
import static dev.lading.server.SignedStore.LATER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.http.Eventually;
import dev.lading.trust.Role;
import dev.lading.trust.store.Generation;
import dev.lading.trust.store.TrustStore;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A registry that comes back after everything that it signs has expired. */
class TrustUpkeepTest {
  private final SignedStore store = new SignedStore();
  private final TrustStore seen =
      new TrustStore(store.driver, InstantSource.fixed(LATER), new SplittableRandom(), 1 << 20);

  /** Pulls that are refused for it wait for nobody to ask, nor for an hour to pass. */
  @Test
  void timestamp_thatExpiredMeanwhile_isSignedAgainAtTheStart() throws Exception {
    store.publish();
    byte[] before = timestamp();

    ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    try {
      store.trust(LATER, false).begin(background);
      Eventually.isTrue("signed again", () -> newest().number() == 2);
    } finally {
      background.shutdownNow();
    }
    assertThat(timestamp()).isNotEqualTo(before);
  }

  private Generation newest() {
    return seen.newest(GUN).orElseThrow();
  }

  private byte[] timestamp() {
    return seen.find(newest(), Role.TIMESTAMP).orElseThrow().bytes();
  }
}
