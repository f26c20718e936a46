package dev.lading.auth.token.service;

/** How somebody who asks for a token says who he is. None of these is printed. */
public sealed interface Grant {

  /** By what came with the request: an {@code Authorization} header, a certificate, or nothing. */
  record Presented() implements Grant {}

  /** {@code grant_type=password}. */
  record Password(String username, String password) implements Grant {
    @Override
    public String toString() {
      return "Password[" + username + "]";
    }
  }

  /** {@code grant_type=refresh_token}: redeem it with {@link TokenService#redeem}. */
  record Refresh(String token) implements Grant {
    @Override
    public String toString() {
      return "Refresh";
    }
  }

  /** Token exchange (RFC 8693): a token of another issuer is to be exchanged for one of ours. */
  record Exchange(String token) implements Grant {
    @Override
    public String toString() {
      return "Exchange";
    }
  }
}
