package dev.lading.server.http;

import dev.lading.server.exchange.Headers;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;

/** The library's header lines, which nobody changes any more once a request is here. */
record RequestHeaders(MultiMap lines) implements Headers {
  @Override
  public Optional<String> first(String name) {
    return Optional.ofNullable(lines.get(name));
  }

  @Override
  public List<String> all(String name) {
    return lines.getAll(name);
  }
}
