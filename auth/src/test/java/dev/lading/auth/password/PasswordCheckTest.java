package dev.lading.auth.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.auth.Identity;
import dev.lading.auth.password.PasswordCheck.Outcome;
import dev.lading.auth.password.PasswordCheck.Outcome.Accepted;
import dev.lading.auth.password.PasswordCheck.Outcome.Busy;
import dev.lading.auth.password.PasswordCheck.Outcome.Refused;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordCheckTest {
  private static final PasswordLimits LIMITS =
      new PasswordLimits(
          Duration.ofMinutes(5), 2, 3, Duration.ofMinutes(1), 4, Duration.ofSeconds(10));
  private static final String SALT = "sixteen bytes ok";
  private static final String HERE = "192.0.2.1";
  private static final String ELSEWHERE = "192.0.2.2";

  private final AtomicReference<Htpasswd> users =
      new AtomicReference<>(HtpasswdTest.parse(line("alice", "right") + line("bob", "other")));
  private final AtomicLong nanos =
      new AtomicLong(Long.MAX_VALUE - 1_000_000_000L); // overflows soon
  private final List<BcryptHash> verified = new CopyOnWriteArrayList<>();
  private final PasswordCheck check = check(LIMITS, BcryptHash::matches);

  @Test
  void check_ofTheRightPassword_isAccepted() {
    assertThat(login("alice", "right"))
        .isEqualTo(new Accepted(new Identity.User("alice", Set.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "alice, wrong",
    "alice, other",
    "alice, Right",
    "Alice, right",
    "carol, right",
    "'',    right",
    "alice, ''",
    "'alice\0', right",
  })
  void check_ofAnythingElse_isRefusedAfterOneVerification(String name, String password) {
    assertThat(login(name, password)).isEqualTo(new Refused());
    assertThat(verified).hasSize(1).extracting(BcryptHash::cost).containsOnly(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "right\0", "right\0right", "\0"})
  void check_ofWhatCannotBeAPassword_costsAsMuchAndIsRefused(String password) {
    assertThat(login("alice", password)).isEqualTo(new Refused());
    assertThat(verified).containsExactly(BcryptHash.decoy(4));
  }

  /** A round is what the cost is the logarithm of. */
  @ParameterizedTest
  @CsvSource({"nobody, x", "cheap, wrong", "usual, wrong", "costly, wrong", "cheap, ''"})
  void check_ofAnythingWrong_takesTheRoundsOfTheCostliestUser(String name, String password) {
    users.set(
        HtpasswdTest.parse(line("cheap", "x", 4) + line("costly", "x", 7) + line("usual", "x", 5)));
    assertThat(login(name, password)).isEqualTo(new Refused());
    assertThat(verified.stream().mapToInt(hash -> 1 << hash.cost()).sum()).isEqualTo(1 << 7);
  }

  @Test
  void check_ofARightPassword_takesNoMoreRoundsThanItsOwn() {
    users.set(HtpasswdTest.parse(line("cheap", "x", 4) + line("costly", "x", 7)));
    assertThat(login("cheap", "x")).isInstanceOf(Accepted.class);
    assertThat(verified).extracting(BcryptHash::cost).containsExactly(4);
  }

  /** The decoys are nobody's, even were they to match. */
  @Test
  void check_whereOnlyADecoyMatches_refuses() {
    users.set(HtpasswdTest.parse(line("cheap", "x", 4) + line("costly", "x", 7)));
    PasswordCheck gullible = check(LIMITS, (hash, _) -> hash.equals(BcryptHash.decoy(hash.cost())));
    assertThat(gullible.check("cheap", bytes("wrong"), HERE)).isEqualTo(new Refused());
    assertThat(gullible.check("nobody", bytes("wrong"), HERE)).isEqualTo(new Refused());
  }

  @Test
  void check_whereNobodyIs_refusesAfterAVerification() {
    users.set(HtpasswdTest.parse(""));
    PasswordCheck quick = check(LIMITS, (_, _) -> true);
    assertThat(quick.check("alice", bytes("right"), HERE)).isEqualTo(new Refused());
    assertThat(verified).hasSize(1);
  }

  @Test
  void check_ofARememberedLogin_verifiesNothingUntilItExpires() {
    login("alice", "right");
    nanos.addAndGet(LIMITS.remembered().minusMillis(1).toNanos());
    login("alice", "right");
    assertThat(verified).hasSize(1);
    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    login("alice", "right");
    assertThat(verified).hasSize(2);
  }

  @Test
  void check_besideARememberedLogin_isVerified() {
    login("alice", "right");
    assertThat(login("alice", "wrong")).isEqualTo(new Refused());
    assertThat(login("bob", "right")).isEqualTo(new Refused());
    assertThat(verified).hasSize(3);
  }

  @Test
  void check_afterThePasswordHasChanged_refusesTheOldOne() {
    login("alice", "right");
    users.set(HtpasswdTest.parse(line("alice", "new")));
    assertThat(login("alice", "right")).isEqualTo(new Refused());
    assertThat(login("alice", "new")).isInstanceOf(Accepted.class);
  }

  @Test
  void check_afterTheUserWasRemoved_refuses() {
    login("alice", "right");
    users.set(HtpasswdTest.parse(line("bob", "other")));
    assertThat(login("alice", "right")).isEqualTo(new Refused());
  }

  @Test
  void check_ofANetworkThatFailsTooOften_isBusyWithoutAVerification() {
    for (int i = 0; i < LIMITS.failures(); i++) {
      assertThat(login("alice", "wrong" + i)).isEqualTo(new Refused());
    }
    assertThat(login("alice", "right")).isEqualTo(new Busy(Duration.ofSeconds(10)));
    assertThat(verified).hasSize(LIMITS.failures());
    assertThat(check.check("alice", bytes("right"), ELSEWHERE)).isInstanceOf(Accepted.class);
    assertThat(login("alice", "right")).as("now it is remembered").isInstanceOf(Accepted.class);
  }

  @Test
  void check_ofANetworkThatHasFailed_isLookedAtAgainInTime() {
    for (int i = 0; i < LIMITS.failures(); i++) {
      login("alice", "wrong");
    }
    nanos.addAndGet(Duration.ofSeconds(4).toNanos());
    assertThat(login("bob", "other")).isEqualTo(new Busy(Duration.ofSeconds(6)));
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(login("alice", "wrong")).isEqualTo(new Refused());
    assertThat(login("alice", "wrong")).isEqualTo(new Busy(Duration.ofSeconds(10)));
  }

  @Test
  void check_ofLoginsThatAreRight_isNeverAFailure() {
    for (int i = 0; i < 3 * LIMITS.failures(); i++) {
      assertThat(login("alice", "right")).isInstanceOf(Accepted.class);
      nanos.addAndGet(LIMITS.remembered().toNanos());
    }
    PasswordCheck forgetful =
        check(
            new PasswordLimits(Duration.ZERO, 1, 1, Duration.ZERO, 2, Duration.ofDays(1)),
            BcryptHash::matches);
    for (int i = 0; i < 10; i++) {
      assertThat(forgetful.check("alice", bytes("right"), HERE)).isInstanceOf(Accepted.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,     192.0.2.1,            true",
    "192.0.2.1,     192.0.2.9,            false",
    "192.0.2.1,     ::ffff:192.0.2.1,     false",
    "2001:db8::1,   2001:db8::2:3:4:5,    true",
    "2001:db8::1,   2001:db8:0:1::1,      false",
    "unix,          unix,                 true",
    "unix,          other,                false",
    "'',            '',                   true",
  })
  void check_countsFailuresByNetwork(String failing, String asking, boolean isOne) {
    for (int i = 0; i < LIMITS.failures(); i++) {
      check.check("alice", bytes("wrong"), failing);
    }
    assertThat(check.check("alice", bytes("right"), asking) instanceof Busy).isEqualTo(isOne);
  }

  @Test
  void check_ofManyAtOnce_verifiesFew_queuesSome_andTurnsTheRestAway() throws InterruptedException {
    int all = 20;
    int served = LIMITS.verifying() + LIMITS.waiting();
    var entered = new CountDownLatch(LIMITS.verifying());
    var release = new CountDownLatch(1);
    var running = new AtomicInteger();
    var mostRunning = new AtomicInteger();
    PasswordCheck slow =
        check(
            LIMITS,
            (_, _) -> {
              mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
              entered.countDown();
              awaited(release);
              running.decrementAndGet();
              return false;
            });
    BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < all; i++) {
      String address = "192.0.2." + i;
      threads.add(
          Thread.startVirtualThread(
              () -> outcomes.add(slow.check("alice", bytes("wrong"), address))));
    }
    for (int i = 0; i < all - served; i++) {
      assertThat(outcomes.take()).isEqualTo(new Busy(LIMITS.patience()));
    }
    entered.await();
    release.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(outcomes).hasSize(served).containsOnly(new Refused());
    assertThat(mostRunning).hasValue(LIMITS.verifying());
    assertThat(verified).hasSize(served);
  }

  @Test
  void check_ofARememberedLogin_doesNotWaitForVerifications() throws InterruptedException {
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    PasswordCheck one =
        check(
            new PasswordLimits(LIMITS.remembered(), 1, 0, Duration.ZERO, 4, Duration.ofSeconds(1)),
            (hash, password) -> {
              if (!hash.matches(password)) {
                entered.countDown();
                awaited(release);
                return false;
              }
              return true;
            });
    one.check("alice", bytes("right"), HERE);
    Thread stranger =
        Thread.startVirtualThread(() -> one.check("alice", bytes("wrong"), ELSEWHERE));
    entered.await();
    assertThat(one.check("alice", bytes("right"), HERE)).isInstanceOf(Accepted.class);
    assertThat(one.check("bob", bytes("other"), HERE)).isEqualTo(new Busy(Duration.ZERO));
    release.countDown();
    stranger.join();
    assertThat(one.check("bob", bytes("other"), HERE)).isInstanceOf(Accepted.class);
  }

  @Test
  void check_ofOneLoginManyTimesAtOnce_verifiesItOnce() throws InterruptedException {
    var arrived = new CountDownLatch(20);
    PasswordCheck one =
        new PasswordCheck(
            () -> {
              arrived.countDown();
              return users.get();
            },
            new PasswordLimits(
                LIMITS.remembered(), 1, 50, Duration.ofMinutes(1), 50, Duration.ofSeconds(1)),
            nanos::get,
            new SecureRandom(),
            (hash, password) -> {
              awaited(arrived); // so that the others wait for their turn
              verified.add(hash);
              return hash.matches(password);
            });
    List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      threads.add(
          Thread.startVirtualThread(() -> outcomes.add(one.check("alice", bytes("right"), HERE))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(outcomes).hasSize(20).hasOnlyElementsOfType(Accepted.class);
    assertThat(verified).hasSize(1);
  }

  @Test
  void check_ofAnInterruptedThread_verifiesNothing() {
    Thread.currentThread().interrupt();
    assertThat(login("alice", "right")).isEqualTo(new Busy(LIMITS.patience()));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(verified).isEmpty();
  }

  private Outcome login(String name, String password) {
    return check.check(name, bytes(password), HERE);
  }

  private PasswordCheck check(PasswordLimits limits, PasswordCheck.Verifier verifier) {
    return new PasswordCheck(
        users::get,
        limits,
        nanos::get,
        new SecureRandom(),
        (hash, password) -> {
          verified.add(hash);
          return verifier.matches(hash, password);
        });
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String line(String name, String password) {
    return line(name, password, 4);
  }

  private static String line(String name, String password, int cost) {
    return name + ":" + BcryptHash.of(bytes(password), bytes(SALT), cost).text() + "\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
