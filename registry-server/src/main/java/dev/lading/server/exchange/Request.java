package dev.lading.server.exchange;

/**
 * One request, its route already found.
 *
 * @param id names this request in the answer, the log and the events
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
    RequestBody body) {}
