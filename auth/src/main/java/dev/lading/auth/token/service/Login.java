package dev.lading.auth.token.service;

import dev.lading.auth.Identity;
import java.util.Optional;

/**
 * Who asks for a token, as the edge found out.
 *
 * @param stamp of the stored credential that proved it: any text that changes when the credential
 *     does, such as its line of the password file. Without one there are no refresh tokens
 */
public record Login(Identity identity, Optional<String> stamp) {

  public static Login anonymous() {
    return new Login(new Identity.Anonymous(), Optional.empty());
  }

  /** Without the stamp, which may be a hash of a password. */
  @Override
  public String toString() {
    return "Login[" + identity + "]";
  }
}
