package dev.lading.server.http;

import dev.lading.server.exchange.Origin;
import java.net.URI;

/**
 * Turns what handlers write, paths from {@code /v2/} on, into what a client can follow: with the
 * configured prefix and, where asked for, absolute.
 */
final class OwnLinks {
  private static final String ROOT = "/v2/";
  private final String prefix;
  private final String base;
  private final boolean fromRequest;

  OwnLinks(HttpSettings settings) {
    this.prefix = settings.prefix().substring(0, settings.prefix().length() - 1);
    this.base = settings.host().map(OwnLinks::base).orElse("");
    this.fromRequest = settings.host().isEmpty() && !settings.relativeUrls();
  }

  private static String base(URI host) {
    String text = host.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** The value of one header of an answer, as it goes out. */
  String outgoing(String name, String value, Origin origin) {
    if (name.equalsIgnoreCase("Location") && value.startsWith(ROOT)) {
      String absolute = fromRequest ? origin.scheme() + "://" + origin.host() : base;
      return absolute + prefix + value;
    }
    if (!prefix.isEmpty() && name.equalsIgnoreCase("Link") && value.startsWith("<" + ROOT)) {
      return "<" + prefix + value.substring(1);
    }
    return value;
  }
}
