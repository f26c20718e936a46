package dev.lading.conformance.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * An answer: header names in lower case, and the body unless it went to a {@link Connection.Sink}.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Response(int status, Map<String, String> headers, byte[] body) {
  /** This answer, if its status is the given one. */
  public Response expect(int expected) {
    if (status != expected) {
      throw new UnexpectedAnswer("status " + status + " instead of " + expected + ": " + text());
    }
    return this;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The path and query of {@code Location}, which registries write absolute or relative. */
  public String location() {
    String location =
        header("location").orElseThrow(() -> new UnexpectedAnswer("no Location header"));
    URI uri = URI.create(location);
    return uri.getRawQuery() == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + uri.getRawQuery();
  }

  public String text() {
    return new String(body, UTF_8);
  }
}
