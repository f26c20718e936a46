package dev.lading.conformance.clients;

import dev.lading.conformance.clients.ClientHome.Output;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * notary's own program and the server that it speaks to. It needs no terminal: its passphrases are
 * in its environment.
 *
 * @param authority whom it trusts over TLS
 */
public record Notary(ClientHome home, URI server, Optional<Path> authority) {
  static final Map<String, String> PASSPHRASES =
      Map.of(
          "NOTARY_ROOT_PASSPHRASE", "root-passphrase",
          "NOTARY_TARGETS_PASSPHRASE", "targets-passphrase",
          "NOTARY_SNAPSHOT_PASSPHRASE", "snapshot-passphrase",
          "NOTARY_DELEGATION_PASSPHRASE", "delegation-passphrase");

  /** What it keeps is in folders of {@code directory}. */
  public static Notary in(Path directory, URI server, Optional<Path> authority) {
    return new Notary(ClientHome.in(directory).with(PASSPHRASES), server, authority);
  }

  /**
   * The same, logged in.
   *
   * @param login name, colon and password
   */
  public Notary as(String login) {
    byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getEncoder().encodeToString(bytes);
    return new Notary(home.with("NOTARY_AUTH", encoded), server, authority);
  }

  /** Keys and metadata of one of its users. */
  public Path folder(String name) {
    return home.directory().resolve(name);
  }

  /** Runs to its end, which must be a success. */
  public Output run(String folder, String... arguments) {
    return attempt(folder, arguments).orFail();
  }

  /** Says yes to what it asks. */
  public Output confirm(String folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "echo yes | \"$0\" \"$@\""));
    command.addAll(command(folder, arguments));
    return home.run(command.toArray(String[]::new));
  }

  public Output attempt(String folder, String... arguments) {
    return home.attempt(command(folder, arguments).toArray(String[]::new));
  }

  private List<String> command(String folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("notary", "-s", server.toString()));
    authority.ifPresent(file -> command.addAll(List.of("--tlscacert", file.toString())));
    command.addAll(List.of("-d", folder(folder).toString()));
    command.addAll(List.of(arguments));
    return command;
  }
}
