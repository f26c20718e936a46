package dev.lading.runtime.registry.http;

/** The methods of a registry's API, and whether one may be sent again when nobody answered. */
public enum Method {
  GET(true),
  HEAD(true),
  PUT(false),
  POST(false),
  PATCH(false),
  DELETE(false);

  private final boolean repeatable;

  Method(boolean repeatable) {
    this.repeatable = repeatable;
  }

  /**
   * PUT and DELETE could be by the letter of HTTP, but the second one of an upload's end or of a
   * deletion is answered with an error that says nothing of the first.
   */
  public boolean isRepeatable() {
    return repeatable;
  }
}
