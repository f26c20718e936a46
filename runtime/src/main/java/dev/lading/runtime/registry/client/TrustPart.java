package dev.lading.runtime.registry.client;

import java.util.regex.Pattern;

/** One role's metadata, to be published as these bytes. */
public final class TrustPart {
  private static final Pattern ROLE = Pattern.compile("[a-z0-9][-a-z0-9._/]{0,350}");

  private final String role;
  private final byte[] bytes;

  /**
   * @param role without {@code .json}
   * @param bytes not to be changed any more
   */
  public TrustPart(String role, byte[] bytes) {
    this.role = requireRole(role);
    this.bytes = bytes;
  }

  public String role() {
    return role;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Nothing that ends a header's line, or leads out of a path. */
  static String requireRole(String role) {
    if (!ROLE.matcher(role).matches() || role.contains("..")) {
      throw new IllegalArgumentException("not a role: " + role);
    }
    return role;
  }
}
