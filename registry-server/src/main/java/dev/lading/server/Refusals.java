package dev.lading.server;

import dev.lading.content.Actor;
import dev.lading.content.RepositoryName;
import dev.lading.trust.policy.SignedPulls;
import dev.lading.trust.policy.TrustRule.Mode;
import dev.lading.trust.policy.Verdict.Refusal;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of pulls that the rules of trust do not allow: one line for each, whether it was
 * refused or only audited, and how many there were of both. Safe for any number of threads.
 */
final class Refusals implements SignedPulls.Listener {
  private static final Logger LOG = LoggerFactory.getLogger("trust");

  private final LongAdder refused = new LongAdder();
  private final LongAdder audited = new LongAdder();

  @Override
  public void notAllowed(RepositoryName name, Refusal refusal) {
    boolean isRefused = refusal.rule().mode() == Mode.ENFORCE;
    (isRefused ? refused : audited).increment();
    Actor by = Actor.current();
    LOG.info(
        "{} repository={} rule={} digest={} principal={} client={} request={} reason=\"{}\"",
        isRefused ? "pull-refused" : "pull-would-be-refused",
        name,
        refusal.rule().repository(),
        refusal.served(),
        by.principal().orElse("-"),
        by.address().orElse("-"),
        by.requestId().orElse("-"),
        refusal.text());
  }

  /** Since the start. */
  long refused() {
    return refused.sum();
  }

  /** Since the start: served, and would not have been. */
  long audited() {
    return audited.sum();
  }

  @Override
  public String toString() {
    return "pulls-refused=" + refused() + " pulls-audited=" + audited();
  }
}
