package dev.lading.auth.token;

import static dev.lading.auth.jose.TestKey.NOW;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.auth.Identity;
import dev.lading.auth.jose.ClaimRules;
import dev.lading.auth.jose.KeyDocuments;
import dev.lading.auth.jose.Refusal;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.jose.TrustedKey;
import dev.lading.auth.jose.TrustedKeys;
import dev.lading.auth.token.TokenException.KeyUnreadable;
import dev.lading.auth.token.Verification.Invalid;
import dev.lading.auth.token.Verification.Valid;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.Seal;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.memory.MemoryDriver;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The key chain over one store, with one replica and with several. */
class SigningKeysTest {
  private static final Key CHAIN = Key.of("lading/state/keys/token");
  private static final Duration POLL = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration ROTATE = Duration.ofDays(30);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TestClock clock = new TestClock(NOW);
  private final StorageDriver driver = new MemoryDriver(clock);

  @Test
  void first_start_makesOneKeyThatSignsAtOnce() {
    SigningKeys keys = replica();

    assertThat(objects()).containsExactly("0000000001");
    assertThat(verify(keys, token(keys))).isInstanceOf(Valid.class);
    assertThat(keys.certificates()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void key_ofEachAlgorithm_isKeptAndSignsAfterARestart(TokenAlgorithm algorithm) {
    String before = token(replica(algorithm));
    SigningKeys restarted = replica(algorithm);

    assertThat(verify(restarted, before)).isInstanceOf(Valid.class);
    assertThat(verify(restarted, token(restarted))).isInstanceOf(Valid.class);
    assertThat(objects()).hasSize(1);
  }

  @Test
  void replicas_startingTogether_agreeOnOneKey() throws Exception {
    List<SigningKeys> replicas = together(8, this::replica);

    assertThat(objects()).containsExactly("0000000001");
    assertThat(published(replicas)).hasSize(1);
    for (SigningKeys replica : replicas) {
      assertThat(verify(replicas.getFirst(), token(replica))).isInstanceOf(Valid.class);
    }
  }

  @Test
  void replicas_rotatingTogether_makeOneSuccessor() throws Exception {
    List<SigningKeys> replicas = List.of(replica(), replica(), replica(), replica());
    clock.advance(ROTATE);

    together(
        replicas.stream()
            .map(
                replica ->
                    (Callable<Integer>)
                        () -> {
                          replica.poll();
                          return 0;
                        })
            .toList());

    assertThat(objects()).containsExactly("0000000001", "0000000002");
    replicas.forEach(SigningKeys::poll);
    assertThat(published(replicas)).hasSize(1);
  }

  /** The order that keeps every token good on every replica all the time. */
  @Test
  void rotation_isPublishedThenSignsThenTheOldOneGoes() {
    SigningKeys one = replica();
    SigningKeys other = replica();
    String old = keyIds(one).getFirst();

    clock.advance(ROTATE);
    one.poll();
    assertThat(keyIds(one)).hasSize(2).startsWith(old);
    assertThat(keyIdOf(token(one))).isEqualTo(old);
    // The other replica has not heard of it yet, and need not.
    assertThat(verify(other, token(one))).isInstanceOf(Valid.class);

    clock.advance(POLL);
    other.poll();
    assertThat(keyIds(other)).isEqualTo(keyIds(one));

    clock.advance(settings(TokenAlgorithm.ES256).overlap().minus(POLL));
    assertThat(keyIdOf(token(one))).isEqualTo(keyIds(one).getLast()).isNotEqualTo(old);
    assertThat(verify(other, token(one))).isInstanceOf(Valid.class);

    clock.advance(LONGEST);
    one.poll();
    assertThat(keyIds(one)).contains(old);

    clock.advance(settings(TokenAlgorithm.ES256).overlap().plus(ClaimRules.LEEWAY).plusSeconds(1));
    one.poll();
    other.poll();
    assertThat(keyIds(one)).hasSize(1).doesNotContain(old).isEqualTo(keyIds(other));
    assertThat(objects()).containsExactly("0000000002");
  }

  /** Twenty rotations, with polls of two replicas that are half an interval apart. */
  @Test
  void rotation_manyTimes_neverRefusesATokenOfAnotherReplica() {
    SigningKeys one = replica();
    SigningKeys other = replica();
    Set<String> signers = new HashSet<>();

    for (int step = 0; step < 24 * 12; step++) {
      clock.advance(Duration.ofDays(2).plusMinutes(step));
      one.poll();
      for (int poll = 0; poll < 6; poll++) {
        clock.advance(POLL.dividedBy(2));
        (poll % 2 == 0 ? other : one).poll();
        String token = token(poll % 3 == 0 ? one : other);
        signers.add(keyIdOf(token));
        assertThat(verify(one, token)).isInstanceOf(Valid.class);
        assertThat(verify(other, token)).isInstanceOf(Valid.class);
      }
    }

    assertThat(signers).hasSizeBetween(15, 25);
    assertThat(objects()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void rotate_byHand_makesASuccessorAtOnce() {
    SigningKeys keys = replica();
    keys.rotate();

    assertThat(objects()).containsExactly("0000000001", "0000000002");
    assertThat(keyIdOf(token(keys))).isEqualTo(keyIds(keys).getFirst());
  }

  @Test
  void trusted_isTheSameObjectUntilTheKeysChange() {
    SigningKeys keys = replica();
    TrustedKeys before = keys.trusted();
    keys.poll();
    assertThat(keys.trusted()).isSameAs(before);

    keys.rotate();
    assertThat(keys.trusted()).isNotSameAs(before);
  }

  /** What an operator does whose key was stolen. */
  @Test
  void allKeysRemoved_oldTokensAreRefusedByEveryReplica() {
    SigningKeys one = replica();
    SigningKeys other = replica();
    String stolen = token(one);

    driver.deleteBelow(CHAIN);
    one.poll();
    other.poll();

    assertThat(verify(one, stolen)).isEqualTo(new Invalid(Refusal.UNKNOWN_KEY));
    assertThat(verify(other, stolen)).isEqualTo(new Invalid(Refusal.UNKNOWN_KEY));
    assertThat(verify(other, token(one))).isInstanceOf(Valid.class);
  }

  @Test
  void keySet_holdsPublicKeysOnly() {
    SigningKeys keys = replica();
    keys.rotate();
    String set = new String(keys.keySet(), UTF_8);

    assertThat(KeyDocuments.keySet(keys.keySet()))
        .extracting(TrustedKey::id)
        .isEqualTo(keyIds(keys));
    assertThat(set).doesNotContain("\"d\"").contains("\"use\":\"sig\"", "\"alg\":\"ES256\"");
  }

  @Test
  void stored_isSealed() {
    SigningKeys keys = replica();
    byte[] stored = driver.read(CHAIN.resolve("0000000001"), 1 << 16).orElseThrow();

    assertThat(new String(stored, US_ASCII)).contains(keyIds(keys).getFirst());
    assertThat(new String(stored, US_ASCII)).doesNotContain("certificate", "PRIVATE");
  }

  @Test
  void otherSealingKey_isRefusedAndChangesNothing() {
    replica();
    Seal other = Seal.of(new SecretKeySpec(new byte[32], "AES"), "token-keys", RANDOM);

    assertThatThrownBy(
            () -> new SigningKeys(driver, other, settings(TokenAlgorithm.ES256), clock, RANDOM))
        .isInstanceOfSatisfying(
            KeyUnreadable.class, e -> assertThat(e.key().name()).isEqualTo("0000000001"));
    assertThat(objects()).containsExactly("0000000001");
  }

  /** Whoever can write to the bucket, but has no sealing key, must not become an issuer. */
  @Test
  void foreignGeneration_isNeverBelieved() {
    SigningKeys keys = replica();
    byte[] first = driver.read(CHAIN.resolve("0000000001"), 1 << 16).orElseThrow();
    List<byte[]> forged =
        List.of(
            first, // another generation's
            "{}".getBytes(US_ASCII),
            new byte[0],
            "{\"version\":1,\"kid\":\"k\",\"sealed\":\"AAAA\"}".getBytes(US_ASCII),
            "{\"version\":1,\"kid\":\"k\",\"sealed\":7}".getBytes(US_ASCII),
            new String(first, US_ASCII)
                .replace("\"version\":1", "\"version\":2")
                .getBytes(US_ASCII),
            new String(first, US_ASCII).replace("AQ", "AR").getBytes(US_ASCII));
    TrustedKeys before = keys.trusted();

    for (byte[] bytes : forged) {
      driver.write(CHAIN.resolve("0000000002"), bytes);
      assertThatThrownBy(keys::poll).isInstanceOf(KeyUnreadable.class);
      assertThat(keys.trusted()).isSameAs(before);
    }
  }

  @Test
  void foreignNames_areLeftAlone() {
    driver.write(CHAIN.resolve("README"), new byte[0]);
    driver.write(CHAIN.resolve("2"), new byte[0]);

    assertThat(verify(replica(), token(replica()))).isInstanceOf(Valid.class);
    assertThat(objects()).containsExactly("0000000001", "2", "README");
  }

  @Test
  void settings_thatUseAKeyLongerThanItsCertificate_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SigningKeys.Settings(
                    TokenAlgorithm.ES256, LONGEST, POLL, Duration.ofDays(3650)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SigningKeys.Settings(TokenAlgorithm.ES256, LONGEST, POLL, POLL));
  }

  private SigningKeys replica() {
    return replica(TokenAlgorithm.ES256);
  }

  private SigningKeys replica(TokenAlgorithm algorithm) {
    Seal seal = Seal.of(new SecretKeySpec("k".repeat(32).getBytes(US_ASCII), "AES"), "t", RANDOM);
    return new SigningKeys(driver, seal, settings(algorithm), clock, RANDOM);
  }

  private static SigningKeys.Settings settings(TokenAlgorithm algorithm) {
    return new SigningKeys.Settings(algorithm, LONGEST, POLL, ROTATE);
  }

  private String token(SigningKeys keys) {
    return new TokenIssuer("i", LONGEST, keys, clock, RANDOM)
        .issue(new Identity.Anonymous(), "s", List.of())
        .token();
  }

  private Verification verify(SigningKeys keys, String token) {
    return new TokenVerifier(
            new TokenVerifier.Settings(
                new ClaimRules("i", "s"), Set.of(TokenAlgorithm.values()), true),
            keys::trusted,
            clock)
        .verify(token);
  }

  private List<String> objects() {
    return driver.list(CHAIN, Optional.empty(), 100).stream()
        .map(ListedObject::key)
        .map(Key::name)
        .toList();
  }

  private static Set<List<String>> published(List<SigningKeys> replicas) {
    Set<List<String>> published = new HashSet<>();
    replicas.forEach(replica -> published.add(keyIds(replica)));
    return published;
  }

  private static List<String> keyIds(SigningKeys keys) {
    return KeyDocuments.keySet(keys.keySet()).stream().map(TrustedKey::id).toList();
  }

  private static String keyIdOf(String token) {
    byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
    String text = new String(header, UTF_8);
    int start = text.indexOf("\"kid\":\"") + 7;
    return text.substring(start, text.indexOf('"', start));
  }

  private static <T> List<T> together(int count, Callable<T> task) throws Exception {
    return together(Collections.nCopies(count, task));
  }

  private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    List<Future<T>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Callable<T> task : tasks) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }
}
