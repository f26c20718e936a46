package dev.lading.conformance.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.conformance.trust.Owner.Start;
import java.util.stream.Stream;

/** What is asked besides updates, and bodies that are none. */
final class Requests {
  private static final String FORM = "multipart/form-data; boundary=b";

  private Requests() {}

  static Stream<Exchange> all() {
    return Stream.concat(reads(), bodies());
  }

  private static Stream<Exchange> reads() {
    Stream<Exchange> ofNothing =
        Stream.of("root.json", "timestamp.json", "snapshot.json", "1.root.json")
            .map(path -> request("GET", path, Start.EMPTY));
    Stream<Exchange> others =
        Stream.of(
                "root.json",
                "targets.json",
                "snapshot.json",
                "timestamp.json",
                "targets/a.json",
                "targets/b.json",
                "1.root.json",
                "01.root.json",
                "2.root.json",
                "2.targets.json",
                "0.root.json",
                "mirrors.json",
                "root",
                "root.0000000000000000000000000000000000000000000000000000000000000000.json",
                "timestamp.key",
                "snapshot.key",
                "targets.key",
                "root.key")
            .map(path -> request("GET", path, Start.SERVERS_SNAPSHOTS));
    Stream<Exchange> methods =
        Stream.of(
            request("POST", "timestamp.key", Start.SERVERS_SNAPSHOTS),
            request("POST", "snapshot.key", Start.SERVERS_SNAPSHOTS),
            request("POST", "targets.key", Start.SERVERS_SNAPSHOTS),
            request("DELETE", "", Start.EMPTY),
            request("DELETE", "", Start.SERVERS_SNAPSHOTS),
            request("HEAD", "root.json", Start.SERVERS_SNAPSHOTS));
    return Stream.of(ofNothing, others, methods).flatMap(each -> each);
  }

  private static Stream<Exchange> bodies() {
    return Stream.of(
        body("no body", FORM, ""),
        body("a body of another type", "application/json", "{}"),
        body("a form without a boundary", "multipart/form-data", "{}"),
        body("a form that does not end", FORM, "--b\r\nContent-Disposition: form-data\r\n"),
        body("text for a form", FORM, "text"));
  }

  private static Exchange request(String method, String path, Start start) {
    return new Exchange(
        "%s %s, %s".formatted(method, path, start),
        start,
        owner -> owner.server().send(method, owner.gun(), path));
  }

  private static Exchange body(String name, String type, String body) {
    return new Exchange(
        name,
        Start.SERVERS_SNAPSHOTS,
        owner -> owner.server().publish(owner.gun(), type, body.getBytes(UTF_8)));
  }
}
