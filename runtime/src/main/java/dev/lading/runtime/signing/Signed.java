package dev.lading.runtime.signing;

import dev.lading.runtime.trust.VerifiedTrust;
import dev.lading.trust.Role.TargetsRole;
import java.util.List;

/**
 * What a publication came to.
 *
 * @param trust as the registry has it now, read back and verified
 * @param roles that signed
 * @param begun whether the repository had no trust data before
 */
public record Signed(VerifiedTrust trust, List<TargetsRole> roles, boolean begun) {
  public Signed {
    roles = List.copyOf(roles);
  }
}
