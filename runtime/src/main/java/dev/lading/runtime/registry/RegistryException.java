package dev.lading.runtime.registry;

import dev.lading.content.Digest;
import java.net.ConnectException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong between us and a registry. Messages are for people, name what was asked for,
 * and never hold a password, a token or the query of an address, nor anything that a terminal would
 * obey.
 */
public abstract sealed class RegistryException extends RuntimeException {
  private RegistryException(String message, @Nullable Throwable cause) {
    super(RegistryError.printable(message), cause);
  }

  /** Not the name of an image, or of a registry. Nothing was asked. */
  public static final class InvalidReference extends RegistryException {
    public InvalidReference(String text, String why) {
      super("\"" + text + "\": " + why, null);
    }

    public InvalidReference(String text, RuntimeException cause) {
      super("\"" + text + "\": " + cause.getMessage(), cause);
    }
  }

  /** No connection, or one that was lost; whether a request was acted upon is not known. */
  public static final class Unreachable extends RegistryException {
    public Unreachable(URI uri, Throwable cause) {
      super("no answer from " + shown(uri) + ": " + reason(cause), cause);
    }

    /** The JDK's client says nothing where a name or a port is not there. */
    private static String reason(Throwable cause) {
      for (Throwable each = cause; each != null; each = each.getCause()) {
        if (each instanceof UnresolvedAddressException) {
          return "there is no such host";
        }
        if (each.getMessage() != null) {
          return each.getMessage();
        }
      }
      return cause instanceof ConnectException
          ? "nobody listens there"
          : cause.getClass().getSimpleName();
    }
  }

  /** Nothing moved for too long; whether a request was acted upon is not known. */
  public static final class TimedOut extends RegistryException {
    public TimedOut(URI uri, String what, Duration limit) {
      this(uri, what, limit, null);
    }

    public TimedOut(URI uri, String what, Duration limit, @Nullable Throwable cause) {
      super(shown(uri) + ": " + what + " for " + limit.toSeconds() + " seconds", cause);
    }
  }

  /** The peer does not speak TLS. No request was sent. */
  public static final class NoTls extends RegistryException {
    public NoTls(URI uri, Throwable cause) {
      super(uri.getAuthority() + " does not speak TLS", cause);
    }
  }

  /** The thread was asked to stop, and still is: its flag is set. */
  public static final class Interrupted extends RegistryException {
    public Interrupted(InterruptedException cause) {
      super("interrupted", cause);
    }
  }

  /** The certificate is not one that we trust for this host. No request was sent. */
  public static final class Untrusted extends RegistryException {
    public Untrusted(URI uri, Throwable cause) {
      super(
          "the certificate of "
              + uri.getAuthority()
              + " is not trusted; its authority's certificate belongs into"
              + " /etc/docker/certs.d/"
              + uri.getAuthority()
              + "/ca.crt",
          cause);
    }
  }

  /**
   * A registry, a redirect or a token server that is not to be asked. No request was sent there.
   */
  public static final class Unsafe extends RegistryException {
    private final Danger danger;

    public Unsafe(URI uri, Danger danger) {
      super(shown(uri) + " " + danger.text, null);
      this.danger = danger;
    }

    public Danger danger() {
      return danger;
    }
  }

  /** Why an address is not asked. */
  public enum Danger {
    PLAIN_HTTP("is not asked in clear text"),
    DOWNGRADE("is in clear text, and who sent us there is not"),
    INWARD("is an address of this machine or its link, and who sent us there is elsewhere"),
    TOO_MANY("is one redirect too many"),
    NOT_AN_ADDRESS("is not an address of HTTP without a user in it");

    private final String text;

    Danger(String text) {
      this.text = text;
    }
  }

  /** Credentials are missing or are not good enough. */
  public static final class LoginRefused extends RegistryException {
    private final transient List<RegistryError> errors;
    private final boolean anonymous;

    /**
     * @param anonymous whether there were no credentials to show
     */
    public LoginRefused(URI uri, List<RegistryError> errors, boolean anonymous) {
      super(
          shown(uri)
              + (anonymous ? " wants a login" : " does not accept the login")
              + listed(errors),
          null);
      this.errors = List.copyOf(errors);
      this.anonymous = anonymous;
    }

    public List<RegistryError> errors() {
      return errors;
    }

    public boolean anonymous() {
      return anonymous;
    }
  }

  /** The registry answered with an error. Nothing was changed unless the status says otherwise. */
  public static final class Refused extends RegistryException {
    private final int status;
    private final transient List<RegistryError> errors;
    private final transient Optional<Digest> contentDigest;

    /**
     * @param errors empty when the body was none of a registry's
     * @param contentDigest {@code Docker-Content-Digest}: what a refused manifest is
     */
    public Refused(
        URI uri, int status, List<RegistryError> errors, Optional<Digest> contentDigest) {
      super(shown(uri) + " answered " + status + listed(errors), null);
      this.status = status;
      this.errors = List.copyOf(errors);
      this.contentDigest = contentDigest;
    }

    public int status() {
      return status;
    }

    public List<RegistryError> errors() {
      return errors;
    }

    public Optional<Digest> contentDigest() {
      return contentDigest;
    }

    /** The first error with a code. */
    public Optional<RegistryError> error(String code) {
      return errors.stream().filter(error -> error.code().equals(code)).findFirst();
    }
  }

  /** What was answered is longer than it may be. */
  public static final class TooLarge extends RegistryException {
    private final long limitBytes;

    public TooLarge(URI uri, long limitBytes) {
      super(shown(uri) + " answered more than " + limitBytes + " bytes", null);
      this.limitBytes = limitBytes;
    }

    public long limitBytes() {
      return limitBytes;
    }
  }

  /** The bytes are not those that the digest names. */
  public static final class WrongBytes extends RegistryException {
    private final transient Digest expected;
    private final transient Digest actual;

    public WrongBytes(URI uri, Digest expected, Digest actual) {
      super(shown(uri) + " answered " + actual + " instead of " + expected, null);
      this.expected = expected;
      this.actual = actual;
    }

    public Digest expected() {
      return expected;
    }

    public Digest actual() {
      return actual;
    }
  }

  /** A blob that is longer or shorter than its descriptor says. */
  public static final class WrongSize extends RegistryException {
    private final long expected;

    public WrongSize(URI uri, long expected) {
      super(shown(uri) + " has not the " + expected + " bytes that it should have", null);
      this.expected = expected;
    }

    public long expected() {
      return expected;
    }
  }

  /** An answer that is against the protocol. */
  public static final class BadAnswer extends RegistryException {
    public BadAnswer(URI uri, String what) {
      this(uri, what, null);
    }

    public BadAnswer(URI uri, String what, @Nullable Throwable cause) {
      super(shown(uri) + ": " + what, cause);
    }
  }

  /** Scheme, host and path: a query may bear a signature that is as good as a password. */
  private static String shown(URI uri) {
    String path = uri.getPath();
    return uri.getScheme() + "://" + uri.getHost() + port(uri) + (path == null ? "" : path);
  }

  private static String port(URI uri) {
    return uri.getPort() < 0 ? "" : ":" + uri.getPort();
  }

  private static String listed(List<RegistryError> errors) {
    return errors.isEmpty()
        ? ""
        : ": " + errors.stream().map(RegistryError::toString).collect(Collectors.joining("; "));
  }
}
