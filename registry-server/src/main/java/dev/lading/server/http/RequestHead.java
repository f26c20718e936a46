package dev.lading.server.http;

import dev.lading.server.exchange.Headers;
import dev.lading.server.exchange.Origin;

/**
 * What is known of a request before its route is.
 *
 * @param method as it came, also one that no route answers
 * @param path as it came, still percent-encoded
 * @param query as it came; empty when there is none
 */
record RequestHead(
    String id, String method, String path, String query, Headers headers, Origin origin) {}
