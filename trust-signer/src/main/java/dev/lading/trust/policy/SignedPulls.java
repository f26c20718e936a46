package dev.lading.trust.policy;

import dev.lading.content.Digest;
import dev.lading.content.Reference;
import dev.lading.content.RepositoryName;
import dev.lading.content.store.StoredManifest;
import dev.lading.storage.StorageException;
import dev.lading.trust.Gun;
import dev.lading.trust.policy.TrustRule.Mode;
import dev.lading.trust.policy.Verdict.Refusal;
import dev.lading.trust.store.TrustStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves only what is signed, where a rule says so. The verdict comes from verified trust data in
 * memory; what was published by this process counts from the next pull on, what another one
 * published within {@link TrustViews#FRESH}, and nothing past its expiry.
 *
 * <p>Safe for any number of threads.
 */
public final class SignedPulls implements TrustPolicy {
  private static final Logger LOG = LoggerFactory.getLogger(SignedPulls.class);

  /** Of {@link Settings#rememberedBytes}, how many stand for one repository at least. */
  private static final int LEAST_BYTES = 1_000;

  private final TrustRules rules;
  private final String host;
  private final Holdings holdings;
  private final InstantSource clock;
  private final Listener listener;
  private final TrustViews views;
  private final Reaches reaches;

  /**
   * What is configured.
   *
   * @param host the canonical one: only trust data under this name counts
   * @param rememberedBytes of what was verified, and of what is known to hang on it, about
   */
  public record Settings(TrustRules rules, String host, long rememberedBytes) {}

  /** Told of each pull that its rule does not allow; must not fail or wait. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param refusal whose rule says whether it was refused, or only audited
     */
    void notAllowed(RepositoryName name, Refusal refusal);
  }

  public SignedPulls(
      Settings settings,
      TrustStore store,
      Holdings holdings,
      Renewal renewal,
      InstantSource clock,
      Listener listener) {
    this.rules = settings.rules();
    this.host = settings.host();
    this.holdings = holdings;
    this.clock = clock;
    this.listener = listener;
    long half = Math.max(settings.rememberedBytes() / 2, LEAST_BYTES);
    this.views =
        new TrustViews(
            store, renewal, clock, half, Math.clamp(half / LEAST_BYTES, 1, Integer.MAX_VALUE));
    this.reaches = new Reaches(half);
  }

  @Override
  public boolean concerns(RepositoryName name) {
    return rules.find(name).isPresent();
  }

  @Override
  public Verdict manifest(RepositoryName name, Reference by, StoredManifest served) {
    return verdict(name, judgement -> judgement.manifest(by, served));
  }

  @Override
  public Verdict blob(RepositoryName name, Digest blob) {
    return verdict(name, judgement -> judgement.blob(blob));
  }

  /**
   * To be told after trust data of a GUN was published, signed again or deleted by this process,
   * and before anybody is answered that it was.
   */
  public void published(Gun gun) {
    views.published(gun);
  }

  private Verdict verdict(RepositoryName name, Function<Judgement, Verdict> question) {
    Optional<TrustRule> rule = rules.find(name);
    if (rule.isEmpty()) {
      return Verdict.ALLOWED;
    }
    return switch (judged(name, rule.get(), question)) {
      case Verdict.Allowed allowed -> allowed;
      case Refusal refusal -> {
        listener.notAllowed(name, refusal);
        yield rule.get().mode() == Mode.ENFORCE ? refusal : Verdict.ALLOWED;
      }
    };
  }

  /** Who only audits is served when the store does not tell, too. */
  private Verdict judged(
      RepositoryName name, TrustRule rule, Function<Judgement, Verdict> question) {
    try {
      return judge(name, rule, question);
    } catch (StorageException e) {
      if (rule.mode() == Mode.ENFORCE) {
        throw e;
      }
      LOG.warn("a pull could not be audited repository={}", name, e);
      return Verdict.ALLOWED;
    }
  }

  private Verdict judge(
      RepositoryName name, TrustRule rule, Function<Judgement, Verdict> question) {
    Instant now = clock.instant();
    Standing standing = views.of(new Gun(host, name), rule);
    VerifiedView view = standing.view();
    return reaches.with(
        view.basis(),
        reach ->
            question.apply(
                new Judgement(rule, standing, new Surveyor(name, view, reach, holdings, now))));
  }
}
