package dev.lading.trust;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be wrong with trust data. Nothing was changed when one is thrown. */
public abstract sealed class TrustException extends RuntimeException {
  private final String text;

  private TrustException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.text = message;
  }

  /** What is wrong, in notary's words where it has any; fit for whoever sent the data. */
  public final String text() {
    return text;
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

  /** A file that is no signed metadata at all, whatever it might say. */
  public static final class EnvelopeInvalid extends TrustException {
    public EnvelopeInvalid(String message) {
      super(shortened(message), null);
    }
  }

  /** Metadata that says something it may not, or does not say what it must. */
  public static final class MetadataInvalid extends TrustException {
    private final transient Role role;

    public MetadataInvalid(Role role, String message) {
      super(role + " type metadata invalid: " + shortened(message), null);
      this.role = role;
    }

    public Role role() {
      return role;
    }
  }

  /** A file that is not the one that another file names. */
  public static final class HashMismatch extends TrustException {
    private final transient Role role;

    public HashMismatch(Role role, String algorithm, String expectedHex) {
      super(algorithm + " checksum for " + role + " did not match: expected " + expectedHex, null);
      this.role = role;
    }

    public Role role() {
      return role;
    }
  }

  /** A file that no other file names, or names without a hash that is known here. */
  public static final class HashMissing extends TrustException {
    private final transient Role role;

    public HashMissing(Role role) {
      super("no checksums for supported algorithms were provided for " + role, null);
      this.role = role;
    }

    public Role role() {
      return role;
    }
  }

  /** A file that nobody signed. */
  public static final class SignaturesMissing extends TrustException {
    public SignaturesMissing() {
      super("tuf: data has no signatures", null);
    }
  }

  /** A signature by a key that goes by another key's ID. */
  public static final class KeyIdFalse extends TrustException {
    public KeyIdFalse() {
      super("key ID is not valid for key content", null);
    }
  }

  /** Fewer keys of a role than it takes have made a valid signature. */
  public static final class ThresholdNotMet extends TrustException {
    private final transient Role role;
    private final int required;
    private final int valid;

    public ThresholdNotMet(Role role, int required, int valid) {
      super("valid signatures did not meet threshold for " + role, null);
      this.role = role;
      this.required = required;
      this.valid = valid;
    }

    public Role role() {
      return role;
    }

    public int required() {
      return required;
    }

    public int valid() {
      return valid;
    }
  }

  /** A delegation that its parent does not, or does not properly, delegate to. */
  public static final class DelegationInvalid extends TrustException {
    private final transient Role role;

    public DelegationInvalid(Role role, String reason) {
      super("tuf: invalid role " + role + ". " + reason, null);
      this.role = role;
    }

    public Role role() {
      return role;
    }
  }

  /** Metadata that was to be believed only until now. */
  public static final class Expired extends TrustException {
    private static final DateTimeFormatter GO =
        DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' uuuu", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final transient Role role;
    private final Instant at;

    public Expired(Role role, Instant at) {
      super(role + " expired at " + GO.format(at), null);
      this.role = role;
      this.at = at;
    }

    public Role role() {
      return role;
    }

    public Instant at() {
      return at;
    }
  }

  /** Metadata older than some that was seen before. */
  public static final class VersionTooLow extends TrustException {
    private final int found;
    private final int least;

    public VersionTooLow(int found, int least) {
      super("version " + found + " is lower than current version " + least, null);
      this.found = found;
      this.least = least;
    }

    public int found() {
      return found;
    }

    public int least() {
      return least;
    }
  }

  public enum RootFault {
    /** No certificate of the root role names the repository and is valid. */
    NO_CERTIFICATE(
        "could not validate the path to a trusted root: "
            + "unable to retrieve valid leaf certificates"),
    NO_TRUSTED_CERTIFICATE(
        "could not validate the path to a trusted root: "
            + "could not retrieve trusted certs from previous root role data"),
    NOT_SIGNED_BY_TRUSTED(
        "could not rotate trust to a new trusted root: "
            + "failed to validate data with current trusted certificates"),
    NOT_PINNED(
        "could not validate the path to a trusted root: "
            + "unable to match any certificates to trust_pinning config"),
    NOT_SIGNED_BY_ITSELF(
        "could not validate the path to a trusted root: failed to validate integrity of roots");

    private final String message;

    RootFault(String message) {
      this.message = message;
    }
  }

  /** A root that nothing trusted leads to. */
  public static final class RootUntrusted extends TrustException {
    private final RootFault fault;

    public RootUntrusted(RootFault fault) {
      super(fault.message, null);
      this.fault = fault;
    }

    public RootFault fault() {
      return fault;
    }
  }

  public enum SigningFault {
    /** No such key is held for this repository and role. */
    KEY_UNKNOWN,
    /** A higher version was signed before. */
    VERSION_FALLING
  }

  /** A signer would not sign; it has not. */
  public static final class SigningRefused extends TrustException {
    private final SigningFault fault;

    public SigningRefused(SigningFault fault, String message) {
      super(shortened(message), null);
      this.fault = fault;
    }

    public SigningFault fault() {
      return fault;
    }
  }

  private static String shortened(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "...";
  }
}
