package dev.lading.trust.service;

import dev.lading.storage.StorageException;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.TrustException;
import dev.lading.trust.TrustException.SigningFault;
import dev.lading.trust.TrustException.SigningRefused;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.publish.Publishing;
import dev.lading.trust.publish.Resigning;
import dev.lading.trust.publish.Resigning.Age;
import dev.lading.trust.publish.ServerKeys;
import dev.lading.trust.publish.UpdateError;
import dev.lading.trust.publish.UpdateResult;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.publish.UpdateResult.Refused;
import dev.lading.trust.publish.UploadedPart;
import dev.lading.trust.signer.KeyUnreadable;
import dev.lading.trust.store.DamagedTrustData;
import dev.lading.trust.store.Generation;
import dev.lading.trust.store.Listed;
import dev.lading.trust.store.Outcome;
import dev.lading.trust.store.RoleFile;
import dev.lading.trust.store.StoredFile;
import dev.lading.trust.store.TrustStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes updates, serves what is in force, and signs it again before its time is over: each against
 * the newest generation, and published only if that still is the newest. Safe for any number of
 * threads, and replicas.
 *
 * <p>Each verb may throw {@link StorageException}, {@link DamagedTrustData} and {@link
 * KeyUnreadable}, which are the server's fault and no update's.
 */
public final class TrustData {
  private static final Logger LOG = LoggerFactory.getLogger(TrustData.class);

  /** Half of what a timestamp lives; every generation has a new one. */
  private static final Duration FRESH = Duration.ofDays(7);

  private final TrustStore store;
  private final Publishing publishing;
  private final Resigning resigning;
  private final ServerKeys keys;
  private final InstantSource clock;
  private final Listener listener;

  /** Told of each generation that this process has committed, and before its caller is. */
  @FunctionalInterface
  public interface Listener {
    Listener NONE = _ -> {};

    void committed(Gun gun);
  }

  public TrustData(
      TrustStore store,
      Publishing publishing,
      Resigning resigning,
      ServerKeys keys,
      InstantSource clock,
      Listener listener) {
    this.store = store;
    this.publishing = publishing;
    this.resigning = resigning;
    this.keys = keys;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Decides on an update and publishes it, with the snapshot and timestamp that belong to it: all
   * of it or nothing. Of several that were made for the same state, one is accepted.
   *
   * @throws TrustException when the signer or what is in force is broken
   */
  public UpdateResult publish(Gun gun, List<UploadedPart> parts) {
    Optional<Generation> base = store.newest(gun);
    GenerationState state = new GenerationState(store, base);
    return switch (publishing.accept(gun, state, parts, clock.instant())) {
      case Refused refused -> refused;
      case Accepted accepted ->
          switch (store.publish(gun, base, files(accepted.files()))) {
            case Outcome.Committed _ -> {
              listener.committed(gun);
              yield accepted;
            }
            case Outcome.Overtaken _ -> overtaken();
            case Outcome.TooMany _ -> tooMany();
          };
    };
  }

  /**
   * Drops all metadata of a GUN, whatever others publish meanwhile; keys stay.
   *
   * @return whether there was any
   */
  public boolean delete(Gun gun) {
    boolean was = store.delete(gun).isPresent();
    listener.committed(gun);
    return was;
  }

  /**
   * The newest file of a role. A timestamp or snapshot that has expired is signed again first, if
   * the server holds the key.
   *
   * @throws TrustException.Expired when it cannot be, because root has expired
   */
  public Optional<StoredFile> find(Gun gun, Role role) {
    Optional<Generation> newest =
        role instanceof ServerRole ? resigned(gun, Age.EXPIRED) : store.newest(gun);
    return newest.flatMap(now -> store.find(now, role));
  }

  /**
   * Signs again what is due in any repository, by half of its life. What fails does not keep the
   * others, and is tried again by the next pass.
   *
   * @throws StorageException when the store does not tell which repositories there are
   */
  public Resigned resignAll() {
    Instant freshSince = clock.instant().minus(FRESH);
    int resigned = 0;
    int failures = 0;
    for (Listed each : store.all()) {
      if (each.storeTime().isAfter(freshSince)) {
        continue;
      }
      try {
        Optional<Generation> newest = resigned(each.gun(), Age.HALF_LIFE);
        resigned += newest.filter(now -> now.number() > each.number()).isPresent() ? 1 : 0;
      } catch (StorageException | TrustException | DamagedTrustData | KeyUnreadable e) {
        LOG.warn("trust data cannot be signed again gun={}", each.gun(), e);
        failures++;
      }
    }
    return new Resigned(resigned, failures);
  }

  /**
   * What one pass came to.
   *
   * @param failures repositories whose timestamp is not signed again; the log has them one by one
   */
  public record Resigned(int resigned, int failures) {}

  /** The key in force if the server holds it; else the one that waits to be used. */
  public PublicKey key(Gun gun, ServerRole role) {
    return keys.current(gun, role, new GenerationState(store, store.newest(gun)));
  }

  /** The key that the next root may name: for a rotation. */
  public PublicKey nextKey(Gun gun, ServerRole role) {
    return keys.next(gun, role);
  }

  /** Whoever is overtaken looks again. */
  private Optional<Generation> resigned(Gun gun, Age age) {
    while (true) {
      Optional<Generation> base = store.newest(gun);
      try {
        GenerationState state = new GenerationState(store, base);
        Map<Role, SignedMetadata> due = resigning.due(gun, state, age, clock.instant());
        if (due.isEmpty()) {
          return base;
        }
        if (store.publish(gun, base, files(due)) instanceof Outcome.Committed(Generation next)) {
          listener.committed(gun);
          return Optional.of(next);
        }
      } catch (SigningRefused e) {
        if (e.fault() != SigningFault.VERSION_FALLING) {
          throw e;
        }
      }
    }
  }

  static Map<Role, RoleFile> files(Map<Role, SignedMetadata> metadata) {
    Map<Role, RoleFile> files = new HashMap<>();
    metadata.forEach(
        (role, file) ->
            files.put(
                role,
                new RoleFile(new MetadataVersion(Math.toIntExact(file.version())), file.bytes())));
    return files;
  }

  private static Refused overtaken() {
    return new Refused(UpdateError.VERSION, Optional.of(new Json.Obj(Map.of())));
  }

  private static Refused tooMany() {
    Json.Obj error =
        new Json.Obj(Map.of("Msg", new Json.Str("this repository has too many roles and roots")));
    return new Refused(
        UpdateError.INVALID_UPDATE,
        Optional.of(new Json.Obj(Map.of("Name", new Json.Str("ErrValidation"), "Error", error))));
  }
}
