/**
 * The HTTP edge: sockets, framing, routing, request bodies, answers, and the one table that turns
 * exceptions into error answers. The only package that sees the HTTP library. Start at {@link
 * dev.lading.server.http.HttpEdge}; one request is followed through {@link
 * dev.lading.server.http.Exchange}.
 *
 * <p>May depend on {@code exchange}, and on {@code content} and {@code storage-drivers} for their
 * exceptions and for blobs.
 */
@NullMarked
package dev.lading.server.http;

import org.jspecify.annotations.NullMarked;
