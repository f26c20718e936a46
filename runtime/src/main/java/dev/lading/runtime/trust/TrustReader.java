package dev.lading.runtime.trust;

import dev.lading.runtime.registry.client.TrustRoutes;
import dev.lading.runtime.trust.TrustFailure.Missing;
import dev.lading.runtime.trust.TrustFailure.NotInitialized;
import dev.lading.runtime.trust.TrustFailure.Overtaken;
import dev.lading.runtime.trust.TrustFailure.Unbelievable;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.TrustException;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.verify.RootPins;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads trust data and believes what is signed, in force, and not older than what was believed
 * before. A registry that does not answer, or answers with an error, is not believed either:
 * nothing that is remembered stands in for it. Safe for several threads.
 */
public final class TrustReader {
  private static final int ATTEMPTS = 5;
  private static final int FORMER_LIMIT_BYTES = 5 << 20;
  private static final long HIGHEST_FORMER = 1L << 30;

  private final TrustStates states;
  private final TrustPins pins;
  private final FirstUse firstUse;
  private final InstantSource clock;

  public TrustReader(TrustStates states, TrustPins pins, FirstUse firstUse, InstantSource clock) {
    this.states = states;
    this.pins = pins;
    this.firstUse = firstUse;
    this.clock = clock;
  }

  /**
   * What the registry has now.
   *
   * @return empty when it has nothing, and never had anything that was seen here
   * @throws TrustFailure when it is not to be believed
   */
  public Optional<VerifiedTrust> find(Gun gun, TrustRoutes routes) {
    return find(gun, routes, Renewal.NONE);
  }

  /**
   * The same for whoever is about to sign. Root and timestamp have to be in force all the same.
   *
   * @param renewal whose files may be expired
   */
  public Optional<VerifiedTrust> find(Gun gun, TrustRoutes routes, Renewal renewal) {
    return attempted(gun, routes, renewal, walk -> read(walk, pins.of(gun), firstUse));
  }

  /** The newest root, and what it takes to publish the one after it when its time is over. */
  public Optional<RootInHand> root(Gun gun, TrustRoutes routes, Renewal renewal) {
    return attempted(
        gun,
        routes,
        renewal,
        walk ->
            walk.anchor(pins.of(gun), firstUse)
                .map(walk::newest)
                .map(root -> new RootInHand(root, walk.rememberedSnapshot(root))));
  }

  /**
   * The same where there must be something.
   *
   * @throws NotInitialized when there is not
   */
  public VerifiedTrust get(Gun gun, TrustRoutes routes) {
    return find(gun, routes).orElseThrow(() -> new NotInitialized(gun));
  }

  /**
   * Why images of the repository have to be signed, whatever the registry says: what was believed
   * once, and who is pinned. In words for people; empty when neither is so.
   */
  public Optional<String> reasonToRequire(Gun gun) {
    if (!states.find(gun).isNone()) {
      return Optional.of(states.file(gun).toString());
    }
    return pins.of(gun).ids().isEmpty() ? Optional.empty() : Optional.of("the file of pins");
  }

  /** What begins with a root of one's own: who made it need not be asked whether to trust it. */
  public VerifiedTrust get(Gun gun, TrustRoutes routes, RootPins own) {
    return attempted(gun, routes, Renewal.NONE, walk -> read(walk, own, FirstUse.REFUSED))
        .orElseThrow(() -> new NotInitialized(gun));
  }

  /**
   * The highest version that is known of a role which nothing names now: what its former holder
   * left here or in the registry. Whoever signs for it next goes on from there, or readers who saw
   * that would find the repository going back. Nobody vouches for the registry's word: one that
   * would leave no room to go on is passed over.
   *
   * @return empty when there never was one
   */
  public Optional<MetadataVersion> former(Gun gun, TrustRoutes routes, Delegation role) {
    Stream<Long> here = states.find(gun).find(role).map(SignedMetadata::version).stream();
    return Stream.concat(here, left(routes, role).stream())
        .filter(version -> version > 0 && version < HIGHEST_FORMER)
        .max(Long::compare)
        .map(version -> new MetadataVersion(Math.toIntExact(version)));
  }

  private static Optional<Long> left(TrustRoutes routes, Delegation role) {
    try {
      return routes
          .find(role.text(), FORMER_LIMIT_BYTES)
          .map(SignedMetadata::read)
          .map(SignedMetadata::version);
    } catch (TrustException _) {
      return Optional.empty(); // what is no metadata has no version to go on from
    }
  }

  private <T> Optional<T> attempted(
      Gun gun, TrustRoutes routes, Renewal renewal, Function<TrustWalk, Optional<T>> reading) {
    for (int attempt = 1; ; attempt++) {
      try {
        return reading.apply(new TrustWalk(gun, routes, states, renewal, clock.instant()));
      } catch (Overtaken e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } catch (TrustException e) {
        throw new Unbelievable(gun, e);
      }
    }
  }

  private static Optional<VerifiedTrust> read(TrustWalk walk, RootPins roots, FirstUse decision) {
    Optional<RootMetadata> anchor = walk.anchor(roots, decision);
    if (anchor.isEmpty()) {
      return Optional.empty();
    }
    RootMetadata root = walk.newest(anchor.get());
    try {
      return Optional.of(walk.read(root));
    } catch (TrustException | Missing _) {
      // "Any failure: fetch newest root, then retry once." A publication may have come between.
      return Optional.of(walk.read(walk.newest(root)));
    }
  }
}
