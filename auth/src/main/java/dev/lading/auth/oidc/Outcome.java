package dev.lading.auth.oidc;

import dev.lading.auth.Identity;
import dev.lading.auth.jose.Refusal;

/** What came of a token that was to be exchanged. */
public sealed interface Outcome {

  record Known(Identity.User user) implements Outcome {}

  /** {@link Refusal#WRONG_ISSUER} is one that nobody configured. */
  record Refused(Refusal reason) implements Outcome {}

  /**
   * A good token that makes no user.
   *
   * @param claim the claim, or the template, that does not do
   */
  record Unmapped(String claim) implements Outcome {}

  /** The issuer's keys could not be had, so nothing is known of the token. Try again later. */
  record KeysUnavailable(String issuer) implements Outcome {}
}
