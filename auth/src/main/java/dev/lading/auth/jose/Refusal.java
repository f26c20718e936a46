package dev.lading.auth.jose;

/** Why a token is not believed. */
public enum Refusal {
  TOO_LONG,
  MALFORMED,
  ALGORITHM_NOT_ALLOWED,
  WRONG_ISSUER,
  WRONG_AUDIENCE,
  NOT_YET_VALID,
  EXPIRED,
  UNKNOWN_KEY,
  BAD_SIGNATURE
}
