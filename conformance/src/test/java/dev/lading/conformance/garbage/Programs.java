package dev.lading.conformance.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.BusyboxImage;
import dev.lading.conformance.clients.ClientHome;
import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.support.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * skopeo and podman, which push and pull two images with a layer in common, and delete them. A push
 * that took long may be told that a layer is gone; the next one has to succeed.
 */
final class Programs {
  private static final int ATTEMPTS = 3;
  private final Path directory;
  private final String host;
  private final Tally tally;

  Programs(Path directory, Registry registry, Tally tally) {
    this.directory = directory;
    this.host = registry.url().getAuthority();
    this.tally = tally;
  }

  /** Goes on as long as it is to. */
  void skopeo(BooleanSupplier goesOn) {
    ClientHome home = ClientHome.in(made("skopeo"));
    Path one = BusyboxImage.layout(home, home.directory().resolve("one"), "v1", "one");
    Path other = BusyboxImage.layout(home, home.directory().resolve("other"), "v1", "other");
    for (int i = 0; goesOn.getAsBoolean(); i++) {
      Path image = i % 2 == 0 ? one : other;
      String name = "docker://" + host + "/programs/skopeo:v" + i % 3;
      Path back = home.directory().resolve("back" + i);
      copy(home, "oci:" + image + ":v1", name);
      copy(home, name, "oci:" + back + ":v1");
      assertThat(BusyboxImage.digest(back)).isEqualTo(BusyboxImage.digest(image));
      home.run("rm", "-r", back.toString());
      home.run("skopeo", "delete", "--tls-verify=false", name);
    }
  }

  /** Goes on as long as it is to. */
  void podman(BooleanSupplier goesOn) {
    Path place = made("podman");
    ClientHome home = ClientHome.in(place).with("CONTAINERS_CONF", configured(place).toString());
    Path layout = BusyboxImage.layout(home, place.resolve("image"), "v1", "podman");
    String id = podman(home, "here", "pull", "--quiet", "oci:" + layout + ":v1").line();
    for (int i = 0; goesOn.getAsBoolean(); i++) {
      String name = host + "/programs/podman:v" + i % 2;
      insist(() -> attempt(home, "here", "push", "--tls-verify=false", id, name));
      podman(home, "there", "pull", "--quiet", "--tls-verify=false", name);
      podman(home, "there", "rmi", "--force", name);
      home.run("skopeo", "delete", "--tls-verify=false", "docker://" + name);
    }
  }

  private void copy(ClientHome home, String from, String to) {
    insist(
        () ->
            home.attempt(
                "skopeo",
                "copy",
                "--quiet",
                "--src-tls-verify=false",
                "--dest-tls-verify=false",
                from,
                to));
  }

  /** One attempt. */
  private interface Attempt {
    Output run();
  }

  private void insist(Attempt attempt) {
    Output output = attempt.run();
    for (int i = 1; i < ATTEMPTS && mayBeTriedAgain(output); i++) {
      output = attempt.run();
    }
    output.orFail();
    tally.copies.increment();
  }

  private static boolean mayBeTriedAgain(Output output) {
    return output.exit() != 0
        && (output.err().contains("unknown") || output.err().contains("Service Unavailable"));
  }

  private Output podman(ClientHome home, String store, String... arguments) {
    return attempt(home, store, arguments).orFail();
  }

  private static Output attempt(ClientHome home, String store, String... arguments) {
    Path place = home.directory();
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                "podman",
                "--storage-driver=vfs",
                "--root=" + place.resolve(store),
                "--runroot=" + place.resolve(store + "-run"),
                "--tmpdir=" + place.resolve(store + "-tmp")));
    command.addAll(List.of(arguments));
    return home.attempt(command.toArray(String[]::new));
  }

  private Path made(String name) {
    try {
      return Files.createDirectories(directory.resolve(name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path configured(Path place) {
    try {
      return Files.writeString(
          place.resolve("containers.conf"),
          "[engine]\ncgroup_manager=\"cgroupfs\"\nevents_logger=\"none\"\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
