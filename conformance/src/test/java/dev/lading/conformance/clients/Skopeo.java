package dev.lading.conformance.clients;

import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Registry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** skopeo, speaking to one registry. */
record Skopeo(ClientHome home, Registry registry) {
  /** {@code docker://HOST:PORT/name}, where {@code name} may end in a tag or digest. */
  String docker(String name) {
    return "docker://" + registry.url().getAuthority() + "/" + name;
  }

  /** Returns what was said about it, debugging notes included. */
  String copy(String from, String to, String... options) {
    Stream<String> command =
        Stream.concat(
            Stream.of("skopeo", "--debug", "copy"),
            Stream.concat(
                Stream.of(options),
                Stream.of("--src-tls-verify=false", "--dest-tls-verify=false", from, to)));
    return home.run(command.toArray(String[]::new)).err();
  }

  List<String> tags(String name) {
    String listed = run("list-tags", name).orFail().out();
    return Json.texts(listed, "/Tags");
  }

  /** The manifest, byte for byte. */
  Content manifest(String name) {
    Output raw = home.run("skopeo", "inspect", "--raw", "--tls-verify=false", docker(name));
    return new Content(raw.out().getBytes(StandardCharsets.UTF_8));
  }

  boolean has(String name) {
    return run("inspect", name).exit() == 0;
  }

  void delete(String name) {
    run("delete", name).orFail();
  }

  private Output run(String verb, String name) {
    return home.attempt("skopeo", verb, "--tls-verify=false", docker(name));
  }
}
