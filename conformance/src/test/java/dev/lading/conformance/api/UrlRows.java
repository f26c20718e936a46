package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.post;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.FreePort;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.RegistryProcess;
import dev.lading.conformance.support.Repository;
import dev.lading.conformance.support.Request;
import java.net.URI;
import java.util.List;

/**
 * Under which address the registry is reached, and which it names in {@code Location} and {@code
 * Link}.
 */
final class UrlRows {
  private static final String PUBLIC = "https://registry.example.com";

  private UrlRows() {}

  static List<Row> host() {
    return List.of(
        row(
            "host-location",
            "a configured host is in every Location",
            repo -> starts(repo.send(post(repo.uploads())).location(), PUBLIC + repo.uploads())),
        row(
            "host-over-forwarded",
            "whatever a proxy says",
            repo -> starts(forwarded(repo).location(), PUBLIC + repo.uploads())));
  }

  static List<Row> prefix() {
    return List.of(
        row(
            "prefix-served",
            "the API is below the prefix",
            repo -> repo.send(get("/registry/v2/")).is(200).json("", "{}")),
        row("prefix-only", "and nowhere else", repo -> repo.send(get("/v2/")).is(404)),
        row(
            "prefix-location",
            "a Location has the prefix",
            repo -> {
              Answer opened = repo.send(post("/registry" + repo.uploads())).is(202);
              starts(opened.location(), "/registry" + repo.uploads());
            }));
  }

  static List<Row> absolute() {
    return List.of(
        row(
            "urls-absolute",
            "a Location has the scheme and host that the client named",
            repo ->
                starts(
                    repo.send(post(repo.uploads())).location(),
                    repo.registry().url() + repo.uploads())),
        row(
            "forwarded-untrusted",
            "whatever a stranger says about them",
            repo -> starts(forwarded(repo).location(), repo.registry().url() + repo.uploads())));
  }

  static List<Row> behindProxy() {
    return List.of(
        row(
            "forwarded-trusted",
            "a Location has the scheme and host that a trusted proxy names",
            repo -> starts(forwarded(repo).location(), PUBLIC + repo.uploads())),
        row(
            "forwarded-nothing",
            "or those that the client named, when the proxy names none",
            repo ->
                starts(
                    repo.send(post(repo.uploads())).location(),
                    repo.registry().url() + repo.uploads())));
  }

  /** Three of them, one on IPv6. */
  static Registry severalListeners(LadingServer lading) {
    int second = FreePort.choose();
    int third = FreePort.choose();
    RegistryProcess first =
        lading.with("http.listeners", List.of("127.0.0.1:" + second, "[::1]:" + third)).start();
    return new Listeners(
        first, URI.create("http://127.0.0.1:" + second), URI.create("http://[::1]:" + third));
  }

  static List<Row> listeners() {
    return List.of(
        row(
            "listener-second",
            "every listener serves the same store",
            repo -> {
              repo.pushImage("v1");
              Repository there = repo.on(((Listeners) repo.registry()).second());
              there.send(get(there.tags())).is(200).json("/tags", "[\"v1\"]");
            }),
        row(
            "listener-ipv6",
            "also on IPv6",
            repo -> {
              repo.pushImage("v1");
              Repository there = repo.on(((Listeners) repo.registry()).third());
              there.send(get(there.tags())).is(200).json("/tags", "[\"v1\"]");
            }));
  }

  private record Listeners(Registry first, URI secondUrl, URI thirdUrl) implements Registry {
    Registry second() {
      return Registry.at(secondUrl);
    }

    Registry third() {
      return Registry.at(thirdUrl);
    }

    @Override
    public URI url() {
      return first.url();
    }

    @Override
    public void close() {
      first.close();
    }
  }

  private static Answer forwarded(Repository repo) {
    Request request = post(repo.uploads());
    return repo.send(
        request
            .header("X-Forwarded-Proto", "https")
            .header("X-Forwarded-Host", "registry.example.com"));
  }

  private static void starts(String location, String expected) {
    if (!location.startsWith(expected)) {
      throw new AssertionError(
          "expected a Location that starts with " + expected + ", not " + location);
    }
  }
}
