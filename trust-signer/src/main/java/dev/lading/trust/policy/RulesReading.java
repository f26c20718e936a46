package dev.lading.trust.policy;

import dev.lading.config.Section;
import dev.lading.content.RepositoryPattern;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.TrustException.RoleInvalid;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.policy.TrustRule.Mode;
import dev.lading.trust.verify.RootPins;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code trust.policies}:
 *
 * <pre>{@code
 * trust:
 *   policies:
 *     - {repository: "prod/**", mode: enforce, roots: first-use}
 *     - repository: "team/**"
 *       mode: enforce
 *       roots: [5f3c…64 digits…]
 *       roles: [targets/releases, targets]
 *       signers: [alice, qa]
 *     - {repository: "**", mode: audit}
 * }</pre>
 *
 * <p>The first rule that covers a repository is its rule. Whom to believe first has to be said
 * where it matters: {@code enforce} without {@code roots} is a problem.
 */
public final class RulesReading {
  private static final String FIRST_USE = "first-use";
  private static final List<String> USUAL_ROLES =
      TrustRule.USUAL_ROLES.stream().map(TargetsRole::text).toList();

  private final Section section;

  private RulesReading(Section section) {
    this.section = section;
  }

  /**
   * @param trust the section {@code trust}; takes the problems of all rules. Those that have any
   *     are left out, which no server may act upon
   */
  public static TrustRules from(Section trust) {
    if (trust.isWritten("policies") && !trust.isSet("policies")) {
      trust.problem(
          "policies",
          "holds no rule. Write one, for example {repository: \"prod/**\", mode: enforce, roots:"
              + " first-use}, or remove it.");
    }
    return new TrustRules(
        trust.sections("policies").stream()
            .map(RulesReading::new)
            .flatMap(reading -> reading.rule().stream())
            .toList());
  }

  private Optional<TrustRule> rule() {
    require("repository", "is missing. Write the repositories, for example \"prod/**\".");
    require("mode", "is missing. Write off, audit or enforce.");
    Optional<RepositoryPattern> repository =
        section.optional("repository", RepositoryPattern::parse);
    Mode mode = section.choice("mode", Mode.OFF);
    RootPins roots = roots(mode);
    List<TargetsRole> roles = section.values("roles", USUAL_ROLES, RulesReading::role);
    if (section.isWritten("roles") && !section.isSet("roles")) {
      section.problem("roles", "names no role. Write one, or remove it for the usual ones.");
    }
    List<TargetsRole> signers = section.values("signers", List.of(), RulesReading::signer);
    return repository.map(on -> new TrustRule(on, mode, roots, roles, signers));
  }

  private RootPins roots(Mode mode) {
    List<Optional<KeyId>> roots = section.values("roots", List.of(), RulesReading::root);
    Set<KeyId> ids = new HashSet<>();
    roots.forEach(each -> each.ifPresent(ids::add));
    if (!ids.isEmpty() && roots.stream().anyMatch(Optional::isEmpty)) {
      section.problem(
          "roots", "has first-use beside key IDs, which makes them worthless. Keep one.");
    }
    if (mode == Mode.ENFORCE && !section.isSet("roots")) {
      section.problem(
          "roots",
          "is missing. Write the IDs of the root keys that are trusted, or first-use to trust"
              + " whichever is published first.");
    }
    return new RootPins(ids);
  }

  private void require(String name, String message) {
    if (!section.isSet(name)) {
      section.problem(name, message);
    }
  }

  private static Optional<KeyId> root(String text) {
    try {
      return text.equals(FIRST_USE) ? Optional.empty() : Optional.of(new KeyId(text));
    } catch (KeyInvalid e) {
      throw new IllegalArgumentException(
          "is neither first-use nor a key ID of 64 lower-case hexadecimal digits", e);
    }
  }

  private static TargetsRole role(String text) {
    try {
      if (Role.parse(text) instanceof TargetsRole role) {
        return role;
      }
    } catch (RoleInvalid e) {
      throw new IllegalArgumentException(signsTags(), e);
    }
    throw new IllegalArgumentException(signsTags());
  }

  private static String signsTags() {
    return "is no role that signs tags; write targets, or targets/NAME";
  }

  /** As docker names signers, or as their roles are called. */
  private static TargetsRole signer(String text) {
    boolean isRole = text.equals(Role.TARGETS.text()) || text.startsWith("targets/");
    try {
      return isRole ? role(text) : new Delegation("targets/" + text);
    } catch (RoleInvalid e) {
      throw new IllegalArgumentException(
          "is no name of a signer; write lower-case letters, digits, - and _", e);
    }
  }
}
