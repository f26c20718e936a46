package dev.lading.auth.oidc;

import dev.lading.auth.Identity;
import dev.lading.auth.LoginName;
import dev.lading.auth.jose.ClaimSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a user of a token's claims.
 *
 * <p>Users of several sources share one space of names: give a template a prefix that no other
 * source has ({@code ci:{repository}}), or somebody who may choose his name elsewhere is taken for
 * somebody here.
 *
 * @param user how the name is made
 * @param groups the claim, a text or a list of texts, that names the groups
 */
public record ClaimMapping(NameTemplate user, Optional<String> groups) {
  private static final int NAME_LIMIT = 256;
  private static final int GROUP_LIMIT = 64;

  /** All together: our own tokens repeat them, and have to fit into a header line. */
  private static final int GROUPS_LENGTH_LIMIT = 2048;

  Outcome map(ClaimSet claims) {
    Optional<String> missing = user.missing(claims);
    if (missing.isPresent()) {
      return new Outcome.Unmapped(missing.get());
    }
    String name = user.fill(claims);
    if (name.length() > NAME_LIMIT || !isVisible(name, 0x21) || !isUser(name)) {
      return new Outcome.Unmapped(user.text());
    }
    return groups
        .map(claim -> inGroups(name, claim, claims.texts(claim)))
        .orElseGet(() -> new Outcome.Known(new Identity.User(name, Set.of())));
  }

  /** To leave some groups out could open what a rule about them closes. */
  private static Outcome inGroups(String name, String claim, List<String> groups) {
    int length = groups.stream().mapToInt(String::length).sum();
    boolean areNames = groups.stream().allMatch(g -> !g.isEmpty() && isVisible(g, 0x20));
    return groups.size() > GROUP_LIMIT || length > GROUPS_LENGTH_LIMIT || !areNames
        ? new Outcome.Unmapped(claim)
        : new Outcome.Known(new Identity.User(name, new HashSet<>(groups)));
  }

  private static boolean isUser(String name) {
    return !name.isEmpty() && LoginName.of(name) instanceof LoginName.User;
  }

  private static boolean isVisible(String text, int lowest) {
    return text.chars().allMatch(c -> c >= lowest && c < 0x7f);
  }
}
