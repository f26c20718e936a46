package dev.lading.server.exchange;

/** The error codes of notary-server, with the status and the message that go with each. */
public enum TrustError {
  NO_FILENAME(400, "No file/role name provided."),
  INVALID_ROLE(400, "The role you are attempting to operate on is invalid."),
  MALFORMED_JSON(400, "JSON sent by the client could not be parsed by the server"),
  MALFORMED_UPLOAD(400, "The body of your request is malformed."),
  INVALID_UPDATE(400, "Update sent by the client is invalid."),
  VERSION(400, "A newer version of metadata is already available."),
  INVALID_GUN(400, "The server does not support actions on images of this name."),
  INVALID_PARAMETERS(400, "The parameters provided are not valid."),
  UNAUTHORIZED(401, "authentication required"),
  METADATA_NOT_FOUND(404, "You have requested metadata that does not exist."),
  UNKNOWN(500, "unknown error");

  private final int status;
  private final String message;

  TrustError(int status, String message) {
    this.status = status;
    this.message = message;
  }

  public int status() {
    return status;
  }

  public String message() {
    return message;
  }
}
