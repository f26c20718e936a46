package dev.lading.server.exchange;

import dev.lading.content.Descriptor;
import dev.lading.trust.policy.Verdict.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that cannot be answered as asked, whatever the store holds. */
public abstract sealed class RequestException extends RuntimeException {

  private RequestException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** No row of the route table has this path. */
  public static final class RouteUnknown extends RequestException {

    public RouteUnknown(String path) {
      super("no such path: " + path, null);
    }
  }

  /** Rows have this path, but none with this method. */
  public static final class MethodUnsupported extends RequestException {
    private final List<Method> allowed;

    public MethodUnsupported(List<Method> allowed) {
      super("this path answers " + allowed, null);
      this.allowed = List.copyOf(allowed);
    }

    public List<Method> allowed() {
      return allowed;
    }
  }

  /** The request target is not percent-encoded as RFC 3986 asks, or has too many fields. */
  public static final class TargetMalformed extends RequestException {

    public TargetMalformed(Throwable cause) {
      super("malformed request target", cause);
    }
  }

  /** The head of a request is too large, or none at all; its connection is closed. */
  public static final class HeadRefused extends RequestException {
    private final Flaw flaw;

    public enum Flaw {
      LINE_TOO_LONG,
      HEADERS_TOO_LARGE,
      MALFORMED
    }

    public HeadRefused(Flaw flaw, @Nullable Throwable cause) {
      super("the head of the request is refused: " + flaw, cause);
      this.flaw = flaw;
    }

    public Flaw flaw() {
      return flaw;
    }
  }

  /** A configured policy switches this operation off for everybody. */
  public static final class SwitchedOff extends RequestException {
    private final Switch by;

    public enum Switch {
      READ_ONLY,
      DELETES_DISABLED
    }

    public SwitchedOff(Switch by) {
      super("switched off by configuration: " + by, null);
      this.by = by;
    }

    public Switch by() {
      return by;
    }
  }

  public static final class BodyTooLarge extends RequestException {
    private final long limitBytes;

    public BodyTooLarge(long limitBytes) {
      super("the body exceeds " + limitBytes + " bytes", null);
      this.limitBytes = limitBytes;
    }

    public long limitBytes() {
      return limitBytes;
    }
  }

  /** A manifest larger than the configured limit. */
  public static final class ManifestTooLarge extends RequestException {
    private final long limitBytes;

    public ManifestTooLarge(long limitBytes) {
      super("a manifest has at most " + limitBytes + " bytes here", null);
      this.limitBytes = limitBytes;
    }

    public long limitBytes() {
      return limitBytes;
    }
  }

  /** The connection ended before the body did. */
  public static final class BodyTruncated extends RequestException {

    public BodyTruncated(@Nullable Throwable cause) {
      super("the body ended early", cause);
    }
  }

  /** The body came slower than the configured rate over the configured window. */
  public static final class BodyTooSlow extends RequestException {

    public BodyTooSlow(long bytesPerSecond, Duration window) {
      super("less than " + bytesPerSecond + " bytes a second over " + window, null);
    }
  }

  /** No buffer came free within the deadline. */
  public static final class BuffersExhausted extends RequestException {

    public BuffersExhausted() {
      super("no buffer came free in time", null);
    }
  }

  /** More uploads at once than the configured limit. */
  public static final class TooManyUploads extends RequestException {
    private final int limit;

    public TooManyUploads(int limit) {
      super("more than " + limit + " uploads at once", null);
      this.limit = limit;
    }

    public int limit() {
      return limit;
    }
  }

  /** {@code n} of a listing is not a whole number from zero up. */
  public static final class PaginationMalformed extends RequestException {

    public PaginationMalformed(String value) {
      super("not a number of results: " + value, null);
    }
  }

  /** A {@code Content-Range} that is none, or whose length is not the body's. */
  public static final class ContentRangeMalformed extends RequestException {

    public ContentRangeMalformed(String value) {
      super("not a Content-Range: " + value, null);
    }
  }

  /** {@code Content-Range} and {@code Content-Length} tell different lengths. */
  public static final class LengthMismatch extends RequestException {
    private final long expected;
    private final long actual;

    public LengthMismatch(long expected, long actual) {
      super("expected " + expected + " bytes, got " + actual, null);
      this.expected = expected;
      this.actual = actual;
    }

    public long expected() {
      return expected;
    }

    public long actual() {
      return actual;
    }
  }

  /** A {@code Range} of a blob that starts past its end, or ends before it starts. */
  public static final class RangeUnsatisfiable extends RequestException {
    private final long size;

    public RangeUnsatisfiable(long size) {
      super("no such range in " + size + " bytes", null);
      this.size = size;
    }

    public long size() {
      return size;
    }
  }

  /** An upload is to be closed without saying under which digest. */
  public static final class DigestMissing extends RequestException {

    public DigestMissing() {
      super("the query has no digest", null);
    }
  }

  /** More {@code tag} parameters than one request may bear. */
  public static final class TooManyTags extends RequestException {
    private final int limit;

    public TooManyTags(int limit) {
      super("more than " + limit + " tags in one request", null);
      this.limit = limit;
    }

    public int limit() {
      return limit;
    }
  }

  /** {@code tag} parameters on a PUT that is itself by tag. */
  public static final class TagsNeedDigest extends RequestException {

    public TagsNeedDigest() {
      super("tag parameters need a PUT by digest", null);
    }
  }

  /** Nobody was let in: no credentials, none that are good, or a token for too little. */
  public static final class Unauthorized extends RequestException {
    private final Fault fault;
    private final String challenge;
    private final transient List<Scope> needed;

    public enum Fault {
      /** No credentials came. */
      LOGIN_NEEDED,
      /** A header that cannot be read, or more than one. */
      CREDENTIALS_MALFORMED,
      CREDENTIALS_WRONG,
      TOKEN_INVALID,
      /** The token is good, but not for this. */
      TOKEN_TOO_NARROW,
      /** It is known who asks, and that he may not, and the client takes no 403 for an answer. */
      NOT_ALLOWED
    }

    /**
     * @param challenge the value of {@code WWW-Authenticate}
     * @param needed what for; may be empty
     * @param cause in words, for the client
     */
    public Unauthorized(Fault fault, String challenge, List<Scope> needed, String cause) {
      super(cause, null);
      this.fault = fault;
      this.challenge = challenge;
      this.needed = List.copyOf(needed);
    }

    /** Without a word of what for. */
    public Unauthorized(Fault fault, String challenge, String cause) {
      this(fault, challenge, List.of(), cause);
    }

    public Fault fault() {
      return fault;
    }

    public String challenge() {
      return challenge;
    }

    public List<Scope> needed() {
      return needed;
    }
  }

  /** It is known who asks, and that is not somebody who may. */
  public static final class Denied extends RequestException {
    private final Scope needed;

    public Denied(Scope needed) {
      super("you may not do this: " + needed, null);
      this.needed = needed;
    }

    public Scope needed() {
      return needed;
    }
  }

  /** What is asked for is not served, because of what its signatures say or do not say. */
  public static final class PullRefused extends RequestException {
    private final transient Refusal refusal;
    private final transient Optional<Descriptor> manifest;

    /**
     * @param manifest that would have been served; empty when it was a blob
     */
    public PullRefused(Refusal refusal, Optional<Descriptor> manifest) {
      super(refusal.text(), null);
      this.refusal = refusal;
      this.manifest = manifest;
    }

    public Refusal refusal() {
      return refusal;
    }

    public Optional<Descriptor> manifest() {
      return manifest;
    }
  }

  /** The keys of another issuer of tokens cannot be had now, so nothing is known of a token. */
  public static final class KeysUnavailable extends RequestException {
    private final String issuer;

    public KeysUnavailable(String issuer) {
      super("the keys of the issuer of this token cannot be had now; try again later", null);
      this.issuer = issuer;
    }

    public String issuer() {
      return issuer;
    }
  }

  /** Too many log in, or too many logins from there have failed. */
  public static final class LoginsBusy extends RequestException {
    private final Duration retryAfter;

    public LoginsBusy(Duration retryAfter) {
      super("too many logins, or too many failed ones; try again later", null);
      this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
      return retryAfter;
    }
  }
}
