package dev.lading.trust;

import org.jspecify.annotations.Nullable;

/** What can be wrong with trust data. Nothing was changed when one is thrown. */
public abstract sealed class TrustException extends RuntimeException {
  private TrustException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public static final class GunInvalid extends TrustException {
    public GunInvalid(String text) {
      super("not a host and a repository name: " + shortened(text), null);
    }
  }

  public static final class RoleInvalid extends TrustException {
    private final String name;

    public RoleInvalid(String name) {
      super("not a role: " + shortened(name), null);
      this.name = shortened(name);
    }

    public String name() {
      return name;
    }
  }

  private static String shortened(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "...";
  }
}
