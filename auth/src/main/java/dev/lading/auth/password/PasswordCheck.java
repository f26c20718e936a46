package dev.lading.auth.password;

import dev.lading.auth.Identity;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Checks user names and passwords, at a cost that strangers cannot drive up:
 *
 * <ul>
 *   <li>a login that was right is remembered for minutes and waits for nothing;
 *   <li>few passwords are verified at once, few more wait, and the rest are told to come again;
 *   <li>a network that fails often is told so before anything is verified for it;
 *   <li>a refusal costs what the costliest user's does, whether the name is there or not, whatever
 *       its own hash costs, and if the password cannot be right; so time tells nothing of names.
 * </ul>
 *
 * <p>So that all this stands at one place, it is the only caller of bcrypt. Safe for any number of
 * threads; blocks for at most {@link PasswordLimits#patience} and the verification.
 */
public final class PasswordCheck {

  /** What came of a login. */
  public sealed interface Outcome {
    record Accepted(Identity.User identity) implements Outcome {}

    /** Wrong, whether the name or the password. */
    record Refused() implements Outcome {}

    /** Not looked at: too many others, or too many failures. Try again after this time. */
    record Busy(Duration retryAfter) implements Outcome {}
  }

  /** Compares a password with a hash, which takes long; {@link BcryptHash#matches}. */
  @FunctionalInterface
  interface Verifier {
    boolean matches(BcryptHash hash, byte[] password);
  }

  private final Supplier<Htpasswd> users;
  private final Verifier verifier;
  private final RememberedLogins remembered;
  private final FailureBuckets failures;
  private final Turns turns;
  private final Duration patience;

  /**
   * @param users those of now; asked at each login
   * @param ticker nanoseconds of a clock that never goes back
   */
  public PasswordCheck(
      Supplier<Htpasswd> users, PasswordLimits limits, LongSupplier ticker, SecureRandom random) {
    this(users, limits, ticker, random, BcryptHash::matches);
  }

  PasswordCheck(
      Supplier<Htpasswd> users,
      PasswordLimits limits,
      LongSupplier ticker,
      SecureRandom random,
      Verifier verifier) {
    this.users = users;
    this.verifier = verifier;
    this.remembered = new RememberedLogins(limits.remembered(), ticker, random);
    this.failures = new FailureBuckets(limits.failures(), limits.refill(), ticker);
    this.turns = new Turns(limits.verifying(), limits.waiting(), limits.patience());
    this.patience = limits.patience();
  }

  /**
   * Checks a login.
   *
   * @param password the bytes as they came; more than 72 are compared up to the 72nd, as Apache and
   *     distribution do. One that is empty or holds a NUL is always wrong: for bcrypt, {@code a}
   *     and {@code a\0a} are the same
   * @param address of the client, as text
   */
  public Outcome check(String name, byte[] password, String address) {
    Htpasswd now = users.get();
    Optional<BcryptHash> stored = now.find(name).filter(_ -> isPossible(password));
    BcryptHash hash = stored.orElse(now.decoy());
    ByteBuffer key = remembered.key(name, password, hash);
    BooleanSupplier isRight =
        () -> matches(hash, password, now.padding(hash)) && stored.isPresent();
    return remembered(key).orElseGet(() -> bounded(address, () -> verified(key, isRight, name)));
  }

  private Optional<Outcome> remembered(ByteBuffer key) {
    return remembered.find(key).map(Outcome.Accepted::new);
  }

  private Outcome bounded(String address, Supplier<Outcome> verification) {
    Duration wait = failures.take(address);
    if (!wait.isZero()) {
      return new Outcome.Busy(wait);
    }
    Outcome outcome = turns.await(verification).orElseGet(() -> new Outcome.Busy(patience));
    if (!(outcome instanceof Outcome.Refused)) {
      failures.giveBack(address);
    }
    return outcome;
  }

  /** Looks into the memory again: the same login may have been verified before its turn came. */
  private Outcome verified(ByteBuffer key, BooleanSupplier isRight, String name) {
    return remembered(key)
        .orElseGet(() -> isRight.getAsBoolean() ? accepted(key, name) : new Outcome.Refused());
  }

  private Outcome accepted(ByteBuffer key, String name) {
    var user = new Identity.User(name, Set.of());
    remembered.remember(key, user);
    return new Outcome.Accepted(user);
  }

  /** Whether it is the first hash's password; if it is not, all the others are compared, too. */
  private boolean matches(BcryptHash hash, byte[] password, List<BcryptHash> padding) {
    if (verifier.matches(hash, password)) {
      return true;
    }
    padding.forEach(decoy -> verifier.matches(decoy, password));
    return false;
  }

  private static boolean isPossible(byte[] password) {
    for (byte b : password) {
      if (b == 0) {
        return false;
      }
    }
    return password.length > 0;
  }
}
