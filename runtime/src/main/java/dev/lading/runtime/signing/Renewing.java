package dev.lading.runtime.signing;

import dev.lading.runtime.trust.RootInHand;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.certificate.CertificateIssue;
import dev.lading.trust.certificate.RootCertificate;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.RootMetadata;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Signs anew what is expired or nearly so, with whatever else is signed: notary's rule for root,
 * and here for targets roles as well.
 */
record Renewing(Gun gun, SigningKeys keys, Instant now, SecureRandom random) {
  /** notary's six months. */
  private static final Duration SOON = Duration.ofDays(180);

  static boolean isDue(Instant expires, Instant now) {
    return expires.isBefore(now.plus(SOON));
  }

  /**
   * What is due and can be signed, besides what the draft changes already. Nothing below an expired
   * {@code targets} is believed, so that is signed whoever has to be asked for its key; for the
   * rest, there is time.
   *
   * @return until when each of them was to be believed
   */
  Map<Role, Instant> renew(Draft draft) {
    Map<Role, Instant> renewed = new LinkedHashMap<>();
    RootMetadata root = draft.root();
    Collection<PublicKey> rootKeys = draft.rootKeys();
    if (isDue(root.expires())
        && !draft.changes(Role.ROOT)
        && areHeld(rootKeys, root.role(Role.ROOT).threshold())
        && areOpened(rootKeys)) {
      renewed.put(Role.ROOT, root.expires());
      draft.put(renewed(root));
    }
    draft
        .formerTargets()
        .forEach(
            (role, former) -> {
              if (draft.changes(role)) {
                // It is signed in any case; that it was not believed any more is worth a word.
                if (former.expires().isBefore(now)) {
                  renewed.put(role, former.expires());
                }
              } else if (isDue(draft, role, former.expires())) {
                renewed.put(role, former.expires());
                draft.resign(role);
              }
            });
    return renewed;
  }

  /** A root alone that has expired, whoever has to be asked for its key. */
  Draft root(RootInHand expired) {
    Draft draft = Draft.of(gun, expired);
    draft.put(renewed(expired.root()));
    return draft;
  }

  private RootMetadata renewed(RootMetadata root) {
    return RootChange.renewed(root, this::certificate, now);
  }

  /** Pins name certificates, too: there is a new one only where the old one will not do. */
  private PublicKey certificate(PublicKey rootKey) {
    if (!isDue(RootCertificate.of(rootKey).last()) || !keys.holds(rootKey)) {
      return rootKey;
    }
    PrivateKey key = keys.get(rootKey.canonicalId());
    return CertificateIssue.selfSigned(key, gun, now, random);
  }

  private boolean isDue(Draft draft, TargetsRole role, Instant expires) {
    if (!isDue(expires) || !draft.isDelegated(role)) {
      return false;
    }
    Collection<PublicKey> signers = draft.keys(role);
    boolean must = role.equals(Role.TARGETS) && expires.isBefore(now);
    return areHeld(signers, draft.threshold(role)) && (must || areOpened(signers));
  }

  private boolean areHeld(Collection<PublicKey> signers, int threshold) {
    return signers.stream().filter(keys::holds).count() >= threshold;
  }

  private boolean areOpened(Collection<PublicKey> signers) {
    return signers.stream().filter(keys::holds).allMatch(keys::opens);
  }

  private boolean isDue(Instant expires) {
    return isDue(expires, now);
  }
}
