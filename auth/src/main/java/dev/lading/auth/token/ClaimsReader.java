package dev.lading.auth.token;

import dev.lading.auth.Identity;
import dev.lading.auth.jose.ClaimSet;
import java.util.List;
import java.util.Set;

/**
 * The claims of a token whose signature was verified. Beside those of the specification our own
 * tokens have {@code kind} ({@code robot}, else absent) and {@code groups}.
 */
final class ClaimsReader {
  static final String KIND = "kind";
  static final String ROBOT = "robot";
  static final String GROUPS = "groups";

  private ClaimsReader() {}

  static Claims read(ClaimSet claims, boolean own) {
    List<Access> access = claims.objects("access").stream().map(ClaimsReader::access).toList();
    return new Claims(subject(claims, own), access, claims.instant("exp").orElseThrow());
  }

  private static Access access(ClaimSet entry) {
    return new Access(
        entry.text("type").orElse(""), entry.text("name").orElse(""), entry.texts("actions"));
  }

  private static Identity subject(ClaimSet claims, boolean own) {
    String name = claims.text("sub").orElse("");
    if (name.isEmpty()) {
      return new Identity.Anonymous();
    }
    if (!own) {
      return new Identity.User(name, Set.of());
    }
    return claims.text(KIND).filter(ROBOT::equals).isPresent()
        ? new Identity.Robot(name)
        : new Identity.User(name, Set.copyOf(claims.texts(GROUPS)));
  }
}
