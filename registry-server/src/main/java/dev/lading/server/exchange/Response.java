package dev.lading.server.exchange;

import dev.lading.storage.BlobSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One answer. {@code Content-Length} is the body's own matter; the headers that every answer bears
 * (request id, API version, configured ones) are added by the edge.
 */
public record Response(int status, List<Header> headers, Body body) {
  public record Header(String name, String value) {}

  /** What follows the head. */
  public sealed interface Body {}

  /** No body and, for statuses that may have one, {@code Content-Length: 0}. */
  public record Empty() implements Body {}

  /** No body, but the length of the one that a GET would have: the answer to a HEAD. */
  public record Announced(long length) implements Body {}

  /** Never compared, only sent. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Bytes(byte[] bytes) implements Body {}

  /** A range of an open blob. The edge closes the source, also when the transfer is given up. */
  public record Blob(BlobSource source, long offset, long length) implements Body {}

  public Response {
    headers = List.copyOf(headers);
  }

  public static Response of(int status) {
    return new Response(status, List.of(), new Empty());
  }

  public static Response json(int status, byte[] json) {
    return of(status).with("Content-Type", "application/json").with(new Bytes(json));
  }

  public static Response json(int status, String json) {
    return json(status, json.getBytes(StandardCharsets.UTF_8));
  }

  public Response with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Response(status, more, body);
  }

  public Response with(Body other) {
    return new Response(status, headers, other);
  }
}
