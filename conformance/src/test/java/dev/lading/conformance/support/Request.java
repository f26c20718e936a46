package dev.lading.conformance.support;

import java.util.ArrayList;
import java.util.List;

/**
 * A request as it goes over the wire: the target is sent as written, never normalised or encoded
 * again, and a header given twice is sent as two lines.
 *
 * @param target path and query, or a whole {@code http://} URL
 */
public record Request(String method, String target, List<Header> headers, Content body) {
  private static final Content NOTHING = Content.of("");

  /** One header line. */
  public record Header(String name, String value) {}

  public Request {
    headers = List.copyOf(headers);
  }

  public static Request of(String method, String target) {
    return new Request(method, target, List.of(), NOTHING);
  }

  public static Request get(String target) {
    return of("GET", target);
  }

  public static Request head(String target) {
    return of("HEAD", target);
  }

  public static Request put(String target) {
    return of("PUT", target);
  }

  public static Request post(String target) {
    return of("POST", target);
  }

  public static Request patch(String target) {
    return of("PATCH", target);
  }

  public static Request delete(String target) {
    return of("DELETE", target);
  }

  public Request header(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Request(method, target, more, body);
  }

  public Request range(String value) {
    return header("Range", value);
  }

  public Request contentRange(String value) {
    return header("Content-Range", value);
  }

  public Request type(String value) {
    return header("Content-Type", value);
  }

  public Request body(Content content) {
    return new Request(method, target, headers, content);
  }

  public Request body(String text) {
    return body(Content.of(text));
  }

  /** A body of {@code application/octet-stream}. */
  public Request bytes(Content content) {
    return type("application/octet-stream").body(content);
  }

  public Request bytes(String text) {
    return bytes(Content.of(text));
  }

  public boolean hasBody() {
    return body.size() > 0;
  }

  @Override
  public String toString() {
    var text = new StringBuilder(method).append(' ').append(target);
    headers.forEach(
        line -> text.append("\n  ").append(line.name()).append(": ").append(line.value()));
    return hasBody()
        ? text.append("\n  (").append(body.size()).append(" bytes)").toString()
        : text.toString();
  }
}
