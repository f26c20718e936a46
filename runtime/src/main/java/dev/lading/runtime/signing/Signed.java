package dev.lading.runtime.signing;

import dev.lading.runtime.trust.VerifiedTrust;
import dev.lading.trust.Role;
import dev.lading.trust.Role.TargetsRole;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a publication came to.
 *
 * @param trust as the registry has it now, read back and verified
 * @param roles that signed
 * @param begun whether the repository had no trust data before
 * @param renewed what was signed anew besides, because its time was over or nearly so, and until
 *     when that was
 */
public record Signed(
    VerifiedTrust trust, List<TargetsRole> roles, boolean begun, Map<Role, Instant> renewed) {
  public Signed {
    roles = List.copyOf(roles);
    renewed = Collections.unmodifiableMap(new LinkedHashMap<>(renewed));
  }

  /** What will expire within half a year, and has to be signed before by somebody else. */
  public Map<Role, Instant> due(Instant now) {
    Map<Role, Instant> due = new LinkedHashMap<>();
    due.put(Role.ROOT, trust.root().expires());
    trust.targets().roles().forEach((role, share) -> due.put(role, share.metadata().expires()));
    due.values().removeIf(expires -> !Renewing.isDue(expires, now));
    return due;
  }
}
