package dev.lading.runtime.registry.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked. Immutable.
 *
 * @param headers by name, without those of the connection
 * @param secret {@code Authorization}: goes to the origin of {@code uri} and to nobody else, and is
 *     never shown
 */
public record Request(
    Method method,
    URI uri,
    Map<String, String> headers,
    Optional<RequestBody> body,
    Optional<String> secret) {
  public Request {
    headers = Map.copyOf(headers);
  }

  public static Request of(Method method, URI uri) {
    return new Request(method, uri, Map.of(), Optional.empty(), Optional.empty());
  }

  public Request with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Request(method, uri, more, body, secret);
  }

  public Request with(RequestBody newBody) {
    return new Request(method, uri, headers, Optional.of(newBody), secret);
  }

  public Request authorizedBy(Optional<String> newSecret) {
    return new Request(method, uri, headers, body, newSecret);
  }

  /** The same somewhere else: the secret stays behind when that is another origin. */
  Request movedTo(URI target) {
    boolean same = Addresses.origin(uri).equals(Addresses.origin(target));
    return new Request(method, target, headers, body, same ? secret : Optional.empty());
  }

  @Override
  public String toString() {
    return method + " " + Addresses.origin(uri) + uri.getPath();
  }
}
