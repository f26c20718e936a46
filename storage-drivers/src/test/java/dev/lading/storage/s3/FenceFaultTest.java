package dev.lading.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.storage.Fence;
import dev.lading.storage.Key;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.s3.FaultyProxy.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Removals through a fence, on a bad way to the store: sent once, and confirmed only when done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class FenceFaultTest {
  private static final Key KEY = Key.of("blobs", "a");
  private static final Duration WINDOW = Duration.ofMinutes(5);

  /** An answer without a body that comes slowly, or not all of it, is whole. */
  private static final Set<Fault> HARMLESS = EnumSet.of(Fault.SLOW_REPLY, Fault.CUT_BODY);

  private final LocalS3 server;
  private final FaultyProxy proxy;
  private final S3Driver driver;
  private final S3Driver direct;

  FenceFaultTest() throws Exception {
    server = LocalS3.start();
    proxy = new FaultyProxy(server.port());
    driver = server.openThrough(proxy);
    direct = server.open();
  }

  @AfterEach
  void nothingIsLeft() {
    proxy.hasLeft();
    direct.delete(KEY);
    assertThat(server.content()).isEmpty();
  }

  @AfterAll
  void stop() throws Exception {
    driver.close();
    direct.close();
    proxy.close();
    server.stop();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PRETENCE")
  void removal_withAFault_isSentOnce_andConfirmedOnlyIfItIsSure(Fault fault) {
    Fence fence = driver.fence(WINDOW);
    direct.write(KEY, new byte[1]);
    // So that there is a connection which the fault before this one has not cut.
    assertThat(driver.find(KEY)).isPresent();
    AtomicInteger sent = new AtomicInteger();
    proxy.plan(request -> isRemoval(request) && sent.incrementAndGet() > 0, fault);
    proxy.plan(request -> isRemoval(request) && sent.incrementAndGet() > 0, fault);
    assertThat(fence.delete(KEY)).isEqualTo(HARMLESS.contains(fault));
    assertThat(sent).hasValue(1);
    assertThat(direct.fence(WINDOW).delete(KEY)).isTrue();
    assertThat(direct.find(KEY)).isEmpty();
  }

  @Test
  void fence_thatCannotBeTriedOut_isRefused_andTriedOutTheNextTime() {
    try (S3Driver fresh = server.openThrough(proxy)) {
      for (Fault fault : Set.of(Fault.LOST_REPLY, Fault.INTERNAL_ERROR, Fault.LOST_REQUEST)) {
        proxy.plan(FenceFaultTest::isRemoval, fault);
        assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> fresh.fence(WINDOW));
      }
      direct.write(KEY, new byte[1]);
      assertThat(fresh.fence(WINDOW).delete(KEY)).isTrue();
      assertThat(direct.find(KEY)).isEmpty();
    }
  }

  /** By fences: others are not signed in the address. */
  private static boolean isRemoval(Message request) {
    return request.method().equals("DELETE") && request.target().contains("X-Amz-Expires=");
  }
}
