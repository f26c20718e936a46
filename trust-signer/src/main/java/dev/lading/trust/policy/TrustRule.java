package dev.lading.trust.policy;

import dev.lading.content.RepositoryName;
import dev.lading.content.RepositoryPattern;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.verify.RootPins;
import java.util.List;

/**
 * What pulls from some repositories are held against.
 *
 * @param roots with which root keys a repository's chain of roots may begin; {@link RootPins#NONE}
 *     means with the first that was published
 * @param roles whose signatures count, in the order in which they are asked
 * @param signers roles that must all have signed the same digest besides
 */
public record TrustRule(
    RepositoryPattern repository,
    Mode mode,
    RootPins roots,
    List<TargetsRole> roles,
    List<TargetsRole> signers) {
  /** As docker's client believes them. */
  public static final List<TargetsRole> USUAL_ROLES =
      List.of(new Delegation("targets/releases"), Role.TARGETS);

  /** What becomes of a pull that the rule does not allow. */
  public enum Mode {
    /** It is not looked at. */
    OFF,
    /** It is served, told and counted. */
    AUDIT,
    /** It is refused. */
    ENFORCE
  }

  public TrustRule {
    roles = List.copyOf(roles);
    signers = List.copyOf(signers);
  }

  boolean covers(RepositoryName name) {
    return repository.covers(name);
  }
}
