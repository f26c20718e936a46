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

  public enum JsonFault {
    SYNTAX,
    NOT_UTF8,
    TOO_DEEP,
    DUPLICATE,
    /** A number that is not a whole one of at most 2<sup>53</sup>. */
    NUMBER,
    /** Something follows the value. */
    TRAILING
  }

  public static final class JsonInvalid extends TrustException {
    private final JsonFault fault;

    public JsonInvalid(JsonFault fault, String message) {
      super(shortened(message), null);
      this.fault = fault;
    }

    public JsonFault fault() {
      return fault;
    }
  }

  /** A key, or a name of one, that nothing can be done with. */
  public static final class KeyInvalid extends TrustException {
    public KeyInvalid(String message) {
      super(message, null);
    }

    public KeyInvalid(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static String shortened(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "...";
  }
}
