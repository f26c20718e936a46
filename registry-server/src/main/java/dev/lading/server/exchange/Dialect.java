package dev.lading.server.exchange;

/** In whose words the errors of a route are told. */
public enum Dialect {
  /** Those of the OCI distribution-spec and of CNCF distribution. */
  OCI,
  /**
   * Those of notary-server 0.7.0, whose clients show the text of some, and of the rest a status.
   */
  NOTARY
}
