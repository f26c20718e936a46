package dev.lading.server;

import dev.lading.content.store.ContentStore;
import dev.lading.gc.Retention;
import dev.lading.server.exchange.Route;
import dev.lading.server.trust.TrustRoutes;
import dev.lading.storage.StorageDriver;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.policy.Holdings;
import dev.lading.trust.policy.SignedPulls;
import dev.lading.trust.policy.SignedTags;
import dev.lading.trust.policy.TrustPolicy;
import dev.lading.trust.publish.Publishing;
import dev.lading.trust.publish.Resigning;
import dev.lading.trust.publish.ServerKeys;
import dev.lading.trust.publish.UpdateLimits;
import dev.lading.trust.service.Restore;
import dev.lading.trust.service.TrustData;
import dev.lading.trust.signer.KeyUnreadable;
import dev.lading.trust.signer.MasterKeys;
import dev.lading.trust.signer.Rewrap;
import dev.lading.trust.signer.SavedKeys;
import dev.lading.trust.signer.SealedRoleSigner;
import dev.lading.trust.store.DamagedTrustData;
import dev.lading.trust.store.Trim;
import dev.lading.trust.store.TrustStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trust data of one registry, put together from the settings; safe for any number of threads.
 */
final class Trust {
  private static final Logger LOG = LoggerFactory.getLogger(Trust.class);

  /** Each repository is asked about once in a run, all its tags together. */
  private static final long SIGNATURES_BYTES = 1 << 20;

  private final TrustStore store;
  private final SignedPulls policy;
  private final TrustData data;
  private final List<Route> routes;
  private final Surroundings surroundings;

  /**
   * What the settings do not say.
   *
   * @param content what the verdicts are about
   * @param refusals told of pulls that the rules do not allow
   * @param readOnly whether nothing is to be written, for nobody
   * @param healthy whether the store can be read
   */
  record Surroundings(
      StorageDriver driver,
      ContentStore content,
      Refusals refusals,
      InstantSource clock,
      SecureRandom random,
      boolean readOnly,
      BooleanSupplier healthy) {}

  private Trust(TrustSettings settings, Surroundings surroundings) {
    this.surroundings = surroundings;
    this.store =
        new TrustStore(
            surroundings.driver(),
            surroundings.clock(),
            surroundings.random(),
            settings.rememberedBytes());
    this.policy =
        new SignedPulls(
            new SignedPulls.Settings(
                settings.rules(), settings.hostnames().canonical(), settings.rememberedBytes()),
            store,
            Holdings.of(surroundings.content()),
            this::renew,
            surroundings.clock(),
            surroundings.refusals());
    this.data = data(settings);
    this.routes =
        TrustRoutes.of(
            new TrustRoutes.Settings(
                data,
                store,
                settings.hostnames(),
                surroundings.readOnly(),
                surroundings.healthy()));
  }

  /**
   * Reads the sealing key, or makes it; nothing of the store.
   *
   * @throws dev.lading.auth.files.UnusableFile when there is no sealing key
   */
  static Trust open(TrustSettings settings, Surroundings surroundings) {
    return new Trust(settings, surroundings);
  }

  /** For a command, on a store that is opened for it alone, or shared. */
  static Restore restore(
      TrustSettings settings, StorageDriver driver, InstantSource clock, SecureRandom random) {
    TrustStore store = new TrustStore(driver, clock, random, settings.rememberedBytes());
    MasterKeys masters = masters(settings.sealing(), random);
    return new Restore(
        store,
        new SavedKeys(driver, masters),
        new Resigning(new SealedRoleSigner(driver, masters, store, random)),
        clock);
  }

  /** For a command: what one sealing key keeps secret, under another. */
  static Rewrap rewrap(
      SealingKey sealing, SealingKey former, StorageDriver driver, SecureRandom random) {
    return new Rewrap(
        driver, MasterKeys.of(sealing.load(random), List.of(former.load(random)), random));
  }

  /** For the collector: what is signed, under any of the names of this registry. */
  static Retention.Signatures signatures(
      TrustSettings settings, StorageDriver driver, InstantSource clock) {
    TrustStore store = new TrustStore(driver, clock, new SecureRandom(), SIGNATURES_BYTES);
    SignedTags tags = new SignedTags(settings.hostnames().names(), store, clock, SIGNATURES_BYTES);
    return tags::isSigned;
  }

  List<Route> routes() {
    return routes;
  }

  TrustData data() {
    return data;
  }

  /** What is asked of each pull. */
  TrustPolicy policy() {
    return policy;
  }

  /**
   * Keeps what is served fresh, until its threads are interrupted; unless nothing may be written.
   */
  void begin(Executor background) {
    if (!surroundings.readOnly()) {
      new TrustUpkeep(data, new Trim(surroundings.driver()), surroundings.random())
          .begin(background);
    }
  }

  /** A repository begins with a root that its rule names; without one with any, as in notary. */
  private TrustData data(TrustSettings settings) {
    SecureRandom random = surroundings.random();
    SealedRoleSigner signer =
        new SealedRoleSigner(
            surroundings.driver(), masters(settings.sealing(), random), store, random);
    return new TrustData(
        store,
        new Publishing(
            signer, UpdateLimits.DEFAULT, gun -> settings.rules().pins(gun.repository())),
        new Resigning(signer),
        new ServerKeys(signer, KeyType.ECDSA),
        surroundings.clock(),
        policy::published);
  }

  /** Somebody pulls, and the background has not been here: the machine slept, or was not on. */
  private boolean renew(Gun gun) {
    if (surroundings.readOnly()) {
      return false;
    }
    try {
      return data.find(gun, Role.TIMESTAMP).isPresent();
    } catch (TrustException | DamagedTrustData | KeyUnreadable e) {
      LOG.warn("trust data cannot be signed again gun={}", gun, e);
      return false;
    }
  }

  private static MasterKeys masters(SealingKey sealing, SecureRandom random) {
    return MasterKeys.of(sealing.load(random), List.of(), random);
  }
}
