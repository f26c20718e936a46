package dev.lading.trust.publish;

/** The codes of notary-server for an update that it does not take; each means status 400. */
public enum UpdateError {
  NO_FILENAME("No file/role name provided."),
  INVALID_ROLE("The role you are attempting to operate on is invalid."),
  MALFORMED_JSON("JSON sent by the client could not be parsed by the server"),
  MALFORMED_UPLOAD("The body of your request is malformed."),
  INVALID_UPDATE("Update sent by the client is invalid."),
  VERSION("A newer version of metadata is already available.");

  private final String message;

  UpdateError(String message) {
    this.message = message;
  }

  public String message() {
    return message;
  }
}
