package dev.lading.auth.token.service;

/**
 * A request for a token that cannot be understood, or whose grant is not good. Bears no trace:
 * anybody may send one.
 */
public final class RequestRefused extends RuntimeException {
  /** What is wrong, and the error code of RFC 6749 section 5.2 for it. */
  public enum Fault {
    GRANT_TYPE_MISSING("invalid_request"),
    GRANT_TYPE_UNSUPPORTED("unsupported_grant_type"),
    SERVICE_MISSING("invalid_request"),
    SERVICE_UNKNOWN("invalid_request"),
    CLIENT_ID_MISSING("invalid_request"),
    CREDENTIALS_MISSING("invalid_request"),
    FIELD_REPEATED("invalid_request"),
    FIELD_TOO_LONG("invalid_request"),
    TOO_MANY_SCOPES("invalid_scope"),
    GRANT_INVALID("invalid_grant");

    private final String error;

    Fault(String error) {
      this.error = error;
    }

    public String error() {
      return error;
    }
  }

  private final Fault fault;

  public RequestRefused(Fault fault, String message) {
    super(message, null, false, false);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
