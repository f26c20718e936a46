package dev.lading.server.exchange;

/**
 * One request, its route already found.
 *
 * @param id names this request in the answer, the log and the events
 * @param caller whoever the gate has let in; anybody before that
 * @param path as it came, still percent-encoded, for messages and the log only
 */
public record Request(
    String id,
    Method method,
    String path,
    Parameters parameters,
    Query query,
    Headers headers,
    Origin origin,
    Caller caller,
    RequestBody body) {
  /** The same, of somebody who was let in. */
  public Request by(Caller admitted) {
    return new Request(id, method, path, parameters, query, headers, origin, admitted, body);
  }
}
