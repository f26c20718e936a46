package dev.lading.server.access;

import dev.lading.auth.Identity;
import dev.lading.auth.token.Claims;
import dev.lading.auth.token.service.Login;
import dev.lading.server.exchange.Response.Header;
import java.time.Instant;
import java.util.Optional;

/** Who somebody is, and by what that is known. */
sealed interface Proof {
  Identity identity();

  /** No credentials came. */
  record Nothing() implements Proof {
    @Override
    public Identity identity() {
      return new Identity.Anonymous();
    }
  }

  /**
   * A name and a secret, or a client certificate.
   *
   * @param stamp of the stored credential, if there is one
   * @param expiresSoon when it will no longer do, if that is soon
   */
  record Known(Identity identity, Optional<String> stamp, Optional<Instant> expiresSoon)
      implements Proof {
    Login login() {
      return new Login(identity, stamp);
    }

    /** What is to be told of their end, with every answer to whoever shows them. */
    Optional<Header> ending() {
      return expiresSoon.map(
          end -> new Header("Warning", "299 - \"these credentials expire at " + end + "\""));
    }
  }

  /** A token, which is for what it says and nothing else. */
  record Token(Claims claims) implements Proof {
    @Override
    public Identity identity() {
      return claims.subject();
    }
  }
}
