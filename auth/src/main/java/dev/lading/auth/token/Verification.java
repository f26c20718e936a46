package dev.lading.auth.token;

import dev.lading.auth.jose.Refusal;

/** What came of verifying a token. */
public sealed interface Verification {

  record Valid(Claims claims) implements Verification {}

  record Invalid(Refusal reason) implements Verification {}
}
