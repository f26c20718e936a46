package dev.lading.server.exchange;

/** The methods that some route answers; any other is refused at the edge. */
public enum Method {
  GET,
  HEAD,
  POST,
  PUT,
  PATCH,
  DELETE
}
