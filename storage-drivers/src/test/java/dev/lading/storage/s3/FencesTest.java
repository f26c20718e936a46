package dev.lading.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.Fence;
import dev.lading.storage.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpRequest;

/** How removals are signed and timed, at a store whose clock is not ours. */
class FencesTest {
  /**
   * Not our time, and not so far from it that the client's library believes a refusal to be for
   * that, and corrects the clock of all that comes after it in this process.
   */
  private final Instant theirs =
      Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofSeconds(90));

  private static final Duration WINDOW = Duration.ofSeconds(20);
  private static final Key KEY = Key.of("blobs", "a b");

  private final ClockedStore remote = new ClockedStore(theirs);
  private long nanos;

  @Test
  void removal_isSignedForTheWindow_inTheStoresTime() {
    Fence fence = fences(settings()).begin(WINDOW.plusMillis(700));
    pass(Duration.ofSeconds(7));
    assertThat(fence.delete(KEY)).isTrue();
    SdkHttpRequest removal = remote.removals.getLast();
    assertThat(ClockedStore.signed(removal)).isEqualTo(theirs);
    assertThat(removal.firstMatchingRawQueryParameter("X-Amz-Expires")).contains("20");
    assertThat(removal.firstMatchingHeader("Authorization")).isEmpty();
  }

  @Test
  void removal_goesWhereOtherRequestsGo() {
    S3Endpoint endpoint =
        new S3Endpoint(
            Optional.of("https://store.example:9000"),
            Optional.of("https://public.example"),
            true,
            true,
            false,
            Set.of(),
            S3Dialect.CURRENT);
    fences(settings().withEndpoint(endpoint)).begin(WINDOW).delete(KEY);
    assertThat(remote.removals.getLast().getUri().toString())
        .startsWith("https://store.example:9000/registry/root/blobs/a%20b?");
    fences(settings()).begin(WINDOW).delete(KEY);
    assertThat(remote.removals.getLast().getUri().toString())
        .startsWith("https://registry.s3.eu-west-9.amazonaws.com/root/blobs/a%20b?");
  }

  @Test
  void removal_bearsTheSessionToken() {
    S3Credentials credentials = new S3Credentials("key", "secret", Optional.of("token"));
    fences(settings().withCredentials(credentials)).begin(WINDOW).delete(KEY);
    assertThat(remote.removals.getLast().firstMatchingRawQueryParameter("X-Amz-Security-Token"))
        .contains("token");
  }

  @Test
  void removal_afterTheWindow_isLeftToTheStore() {
    Fence fence = fences(settings()).begin(WINDOW);
    remote.objects.add("/root/blobs/x");
    pass(WINDOW.plusSeconds(1));
    assertThat(fence.delete(Key.of("blobs", "x"))).isFalse();
    assertThat(remote.objects).containsExactly("/root/blobs/x");
  }

  @Test
  void fence_begunLongAfterTheLastAnswer_asksWhatTimeItIs() {
    Fences fences = fences(settings());
    fences.begin(WINDOW);
    int tried = remote.requests;
    pass(Duration.ofSeconds(10));
    fences.begin(WINDOW);
    assertThat(remote.requests).isEqualTo(tried);
    pass(Duration.ofSeconds(50));
    fences.begin(WINDOW).delete(KEY);
    assertThat(remote.requests).isEqualTo(tried + 2);
    assertThat(ClockedStore.signed(remote.removals.getLast()))
        .isEqualTo(theirs.plus(Duration.ofMinutes(1)));
  }

  @Test
  void trial_leavesNothing() {
    fences(settings()).begin(WINDOW);
    assertThat(remote.objects).isEmpty();
    assertThat(remote.removals).hasSizeGreaterThan(1);
  }

  /** Such a store is kept from late removals by our own clock, right before they are sent. */
  @Test
  void removal_fromAStoreThatCarriesOutLateOnes_isNotSentLate() {
    remote.refusesLate = false;
    requireTimedHere();
  }

  @Test
  void removal_fromAStoreThatDoesNotTellTheTime_isNotSentLate() {
    remote.tellsTheTime = false;
    requireTimedHere();
  }

  private void requireTimedHere() {
    Fence fence = fences(settings()).begin(WINDOW);
    remote.objects.addAll(Set.of("/root/blobs/x", "/root/blobs/y"));
    pass(WINDOW.minusNanos(1));
    assertThat(fence.delete(Key.of("blobs", "x"))).isTrue();
    assertThat(remote.removals.getLast().firstMatchingRawQueryParameter("X-Amz-Expires")).isEmpty();
    int sent = remote.requests;
    pass(Duration.ofNanos(1));
    assertThat(fence.delete(Key.of("blobs", "y"))).isFalse();
    assertThat(remote.requests).isEqualTo(sent);
    assertThat(remote.objects).containsExactly("/root/blobs/y");
  }

  /** Here as there. */
  private void pass(Duration time) {
    remote.pass(time);
    nanos += time.toNanos();
  }

  private Fences fences(S3Settings settings) {
    Random random = new Random(3);
    Memory memory = Memory.of(0, 0, Duration.ofSeconds(1));
    return new Fences(
        S3Driver.store(
            settings, random, memory, new Backoff(random, _ -> {}, () -> nanos), remote));
  }

  private static S3Settings settings() {
    return S3Settings.of("registry", "eu-west-9")
        .withRootDirectory("root")
        .withCredentials(new S3Credentials("key", "secret", Optional.empty()));
  }
}
