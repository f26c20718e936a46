package dev.lading.auth.token;

import dev.lading.auth.jose.ClaimRules;
import dev.lading.auth.jose.KeyDocuments;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.jose.TokenSigner;
import dev.lading.auth.jose.TrustedKey;
import dev.lading.auth.jose.TrustedKeys;
import dev.lading.auth.token.TokenException.KeyUnreadable;
import dev.lading.storage.Seal;
import dev.lading.storage.StorageDriver;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys that tokens are signed with: made on first use, kept sealed in the store, shared by all
 * replicas, replaced now and then.
 *
 * <p>The keys are a chain of generations, each created by {@code writeIfAbsent}: whoever loses the
 * race takes the winner's. A new generation is published and believed by each replica from when it
 * sees it, that is within {@link Settings#pollInterval}, but signs only after {@link
 * Settings#overlap}, when all have seen it. The one before is believed until the last token that it
 * may have signed has expired, then removed from the store.
 *
 * <p>Starts no thread: whoever owns this calls {@link #poll} each poll interval. Safe for any
 * number of threads; asking never waits for a poll.
 */
public final class SigningKeys {
  private final SealedKeys store;
  private final SigningKeyMaker maker;
  private final Settings settings;
  private final InstantSource clock;
  private volatile Known known;

  /**
   * @param algorithm of keys that are made; those there are stay what they are
   * @param longestToken no token that is signed lives longer; the same on every replica
   * @param pollInterval how often each replica calls {@link #poll}
   * @param rotateAfter how old the newest key gets before its successor is made
   */
  public record Settings(
      TokenAlgorithm algorithm,
      Duration longestToken,
      Duration pollInterval,
      Duration rotateAfter) {
    public Settings {
      Duration inUse = rotateAfter.plus(overlap(pollInterval)).plus(longestToken);
      if (inUse.compareTo(SigningKeyMaker.CERTIFICATE_VALIDITY.dividedBy(2)) > 0) {
        throw new IllegalArgumentException("a signing key is used for five years at most");
      }
      if (rotateAfter.compareTo(overlap(pollInterval)) < 0) {
        throw new IllegalArgumentException("a key is replaced before it ever signs");
      }
    }

    /** How long a new key is only believed: two polls, and a minute for clocks that differ. */
    public Duration overlap() {
      return overlap(pollInterval);
    }

    private static Duration overlap(Duration pollInterval) {
      return pollInterval.multipliedBy(2).plus(Duration.ofMinutes(1));
    }
  }

  /** What is in the store, ascending and never empty, and what follows from it. */
  private record Known(List<SigningKey> keys, List<TokenSigner> signers, TrustedKeys trusted) {
    static Known of(List<SigningKey> keys) {
      List<X509Certificate> roots = keys.stream().map(SigningKey::certificate).toList();
      List<TrustedKey> published = keys.stream().map(SigningKey::published).toList();
      List<TokenSigner> signers = keys.stream().map(SigningKey::signer).toList();
      return new Known(List.copyOf(keys), signers, TrustedKeys.of(roots, published));
    }

    boolean isOf(List<SigningKey> others) {
      return keys.stream()
          .map(SigningKey::generation)
          .toList()
          .equals(others.stream().map(SigningKey::generation).toList());
    }
  }

  /**
   * Reads the keys, or makes the first.
   *
   * @throws KeyUnreadable when one cannot be opened
   */
  public SigningKeys(
      StorageDriver driver,
      Seal seal,
      Settings settings,
      InstantSource clock,
      SecureRandom random) {
    this.store = new SealedKeys(driver, seal);
    this.maker = new SigningKeyMaker(settings.algorithm(), random);
    this.settings = settings;
    this.clock = clock;
    this.known = Known.of(orFirst(read(List.of()), 1));
  }

  /**
   * Learns what other replicas did, makes a successor when the newest key is due, and forgets keys
   * whose tokens have all expired.
   *
   * @throws KeyUnreadable when a new generation cannot be opened; all stays as it was
   */
  public synchronized void poll() {
    List<SigningKey> before = known.keys();
    List<SigningKey> keys = orFirst(read(before), before.getLast().generation() + 1);
    if (isDue(keys.getLast())) {
      keys = followed(keys);
    }
    keys = withoutOutlived(keys);
    if (!known.isOf(keys)) {
      known = Known.of(keys);
    }
  }

  /** Makes a successor now, whatever the age of the newest key. It signs after the overlap. */
  public synchronized void rotate() {
    poll();
    known = Known.of(followed(known.keys()));
  }

  /** Those to believe; another object exactly when they have changed. */
  public TrustedKeys trusted() {
    return known.trusted();
  }

  /** The JSON Web Key Set (RFC 7517) of all public keys that are believed. */
  public byte[] keySet() {
    return KeyDocuments.keySet(known.keys().stream().map(SigningKey::published).toList());
  }

  /** The certificates of all keys that are believed, for the rootcertbundle of other registries. */
  public List<X509Certificate> certificates() {
    return known.keys().stream().map(SigningKey::certificate).toList();
  }

  Duration longestToken() {
    return settings.longestToken();
  }

  /** The newest key that may sign. */
  TokenSigner signer() {
    Known now = known;
    Instant instant = clock.instant();
    int last = now.keys().size() - 1;
    while (last > 0 && instant.isBefore(now.keys().get(last).signsFrom())) {
      last--;
    }
    return now.signers().get(last);
  }

  private List<SigningKey> read(List<SigningKey> before) {
    List<SigningKey> keys = new ArrayList<>();
    for (long generation : store.generations()) {
      before.stream()
          .filter(key -> key.generation() == generation)
          .findFirst()
          .or(() -> store.find(generation))
          .ifPresent(keys::add);
    }
    return keys;
  }

  /**
   * Where there is no key, the one that is made signs at once: nobody has another. It gets a number
   * that no key had which this process knows, so that replicas notice when somebody removed all
   * (who then refuse each other's tokens until they have polled, as they should all old ones).
   */
  private List<SigningKey> orFirst(List<SigningKey> keys, long generation) {
    List<SigningKey> found = keys;
    while (found.isEmpty()) {
      Instant now = clock.instant();
      store.add(maker.make(generation, now, now));
      found = read(List.of());
    }
    return found;
  }

  private List<SigningKey> followed(List<SigningKey> keys) {
    Instant now = clock.instant();
    long next = keys.getLast().generation() + 1;
    store.add(maker.make(next, now, now.plus(settings.overlap())));
    return read(keys);
  }

  private boolean isDue(SigningKey newest) {
    return !clock.instant().isBefore(newest.created().plus(settings.rotateAfter()));
  }

  private List<SigningKey> withoutOutlived(List<SigningKey> keys) {
    Instant now = clock.instant();
    int first = 0;
    while (first + 1 < keys.size() && isOutlived(keys.get(first + 1), now)) {
      store.remove(keys.get(first).generation());
      first++;
    }
    return keys.subList(first, keys.size());
  }

  /** Whether no token can be good any more that was signed before this key took over. */
  private boolean isOutlived(SigningKey successor, Instant now) {
    Instant lastSigned = successor.signsFrom().plus(settings.overlap());
    Instant lastExpires = lastSigned.plus(settings.longestToken()).plus(ClaimRules.LEEWAY);
    return now.isAfter(lastExpires);
  }
}
