package dev.lading.server.tls;

/** What is asked of clients; the names are those of {@code http.tls.clientauth}. */
public enum ClientAuth {
  NONE(false, false),
  /** Asked for, and looked at by nobody. */
  REQUEST_CLIENT_CERT(false, false),
  /** Must be there, whoever signed it. */
  REQUIRE_ANY_CLIENT_CERT(true, false),
  VERIFY_CLIENT_CERT_IF_GIVEN(false, true),
  REQUIRE_AND_VERIFY_CLIENT_CERT(true, true);

  private final boolean required;
  private final boolean verified;

  ClientAuth(boolean required, boolean verified) {
    this.required = required;
    this.verified = verified;
  }

  /** Whether a client without a certificate is refused. */
  public boolean isRequired() {
    return required;
  }

  /** Whether a certificate counts only, and a connection lasts only, if an authority signed it. */
  public boolean isVerified() {
    return verified;
  }
}
