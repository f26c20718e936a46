package dev.lading.conformance.clients;

import dev.lading.conformance.clients.ClientHome.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One user of a daemon, with the login, the keys and what is believed in a folder of its own. Under
 * content trust what it pushes is signed, and what it pulls verified; no trust server is named.
 */
public record Docker(ClientHome client, Path folder) {

  public static Docker of(DockerDaemon daemon, Path folder) {
    ClientHome client =
        daemon
            .client()
            .with("DOCKER_CONFIG", folder.toString())
            .with("DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE", "root-passphrase")
            .with("DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE", "repository-passphrase");
    return new Docker(client, folder);
  }

  public Docker underContentTrust() {
    return new Docker(client.with("DOCKER_CONTENT_TRUST", "1"), folder);
  }

  /** Runs to its end, which must be a success. */
  public Output run(String... arguments) {
    return attempt(arguments).orFail();
  }

  /** Says yes to what it asks. */
  public Output confirm(String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "echo y | \"$0\" \"$@\"", "docker"));
    command.addAll(List.of(arguments));
    return client.run(command.toArray(String[]::new));
  }

  public Output attempt(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return client.attempt(command.toArray(String[]::new));
  }
}
