package dev.lading.server.http;

import dev.lading.server.exchange.RequestException.HeadRefused;
import dev.lading.server.exchange.RequestException.HeadRefused.Flaw;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/**
 * Whether a head says without doubt for whom it is and where its body ends. Where servers and
 * proxies could understand it differently it is refused, and nothing more is read from its
 * connection.
 */
final class Framing {
  private Framing() {}

  /** What is wrong with a head that the library took. */
  static Optional<HeadRefused> fault(HttpServerRequest http) {
    return hasFaultyHost(http) || hasFaultyCoding(http)
        ? Optional.of(new HeadRefused(Flaw.MALFORMED, null))
        : Optional.empty();
  }

  /** What is wrong with a head that the library did not take. */
  static HeadRefused flaw(HttpServerRequest http) {
    Throwable cause = http.decoderResult().cause();
    return new HeadRefused(
        switch (cause) {
          case TooLongHttpLineException _ -> Flaw.LINE_TOO_LONG;
          case TooLongHttpHeaderException _ -> Flaw.HEADERS_TOO_LARGE;
          case null, default -> Flaw.MALFORMED;
        },
        cause);
  }

  /**
   * RFC 9112, section 3.2: "A server MUST respond with a 400 (Bad Request) status code to any
   * HTTP/1.1 request message that lacks a Host header field and to any request message that
   * contains more than one Host header field line or a Host header field with an invalid field
   * value."
   */
  private static boolean hasFaultyHost(HttpServerRequest http) {
    List<String> hosts = http.headers().getAll(HttpHeaderNames.HOST);
    return switch (hosts.size()) {
      case 0 -> http.version() == HttpVersion.HTTP_1_1;
      case 1 -> !isHost(hosts.getFirst());
      default -> true;
    };
  }

  /** The letters of RFC 3986, section 3.2.2, a port included; empty is allowed. */
  private static boolean isHost(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && "-.:[]_~%!$&'()*+,;=".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * RFC 9112, section 6.3: "If a Transfer-Encoding header field is present in a request and the
   * chunked transfer coding is not the final encoding, the message body length cannot be determined
   * reliably; the server MUST respond with the 400 (Bad Request) status code and then close the
   * connection." No other coding than chunked is known here, and HTTP/1.0 has none (section 6.1).
   */
  private static boolean hasFaultyCoding(HttpServerRequest http) {
    if (!http.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      return false;
    }
    List<String> codings = http.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    return !(http.version() == HttpVersion.HTTP_1_1
        && codings.size() == 1
        && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst().strip()));
  }
}
