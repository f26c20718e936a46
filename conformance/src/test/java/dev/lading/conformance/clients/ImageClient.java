package dev.lading.conformance.clients;

import dev.lading.conformance.clients.ClientHome.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program that pushes and pulls, with two images of its own: {@code one} and {@code two}. */
interface ImageClient extends AutoCloseable {
  List<String> IMAGES = List.of("one", "two");

  /** Pushes one of its images under a name. */
  Output push(String image, String name);

  /** Pulls a name, that it may have pulled before, and lets it be known on the screen if not. */
  Output pull(String name);

  @Override
  default void close() {}

  static ImageClient skopeo(Path directory) {
    ClientHome home = ClientHome.in(directory);
    IMAGES.forEach(image -> BusyboxImage.layout(home, directory.resolve(image), "v", image));
    return new ImageClient() {
      @Override
      public Output push(String image, String name) {
        String layout = "oci:" + directory.resolve(image) + ":v";
        return home.attempt(
            "skopeo", "copy", "--dest-tls-verify=false", layout, "docker://" + name);
      }

      @Override
      public Output pull(String name) {
        String to = "dir:" + temporary(directory);
        return home.attempt("skopeo", "copy", "--src-tls-verify=false", "docker://" + name, to);
      }
    };
  }

  static ImageClient podman(Path directory) throws IOException {
    Path config = directory.resolve("containers.conf");
    Files.writeString(config, "[engine]\ncgroup_manager=\"cgroupfs\"\nevents_logger=\"none\"\n");
    ClientHome home = ClientHome.in(directory).with("CONTAINERS_CONF", config.toString());
    for (String image : IMAGES) {
      Path layout = BusyboxImage.layout(home, directory.resolve(image), "v", image);
      Output pulled = podman(home, "here", "pull", "--quiet", "oci:" + layout + ":v").orFail();
      podman(home, "here", "tag", pulled.line(), "localhost/" + image).orFail();
    }
    return new ImageClient() {
      @Override
      public Output push(String image, String name) {
        return podman(home, "here", "push", "--tls-verify=false", "localhost/" + image, name);
      }

      @Override
      public Output pull(String name) {
        return podman(home, "there", "pull", "--tls-verify=false", name);
      }
    };
  }

  static ImageClient docker(Path directory) {
    DockerDaemon daemon = DockerDaemon.start(directory);
    Path tar = BusyboxImage.tar(directory);
    return new ImageClient() {
      @Override
      public Output push(String image, String name) {
        daemon.docker("import", "--message=" + image, tar.toString(), name);
        Output pushed = daemon.attempt("push", name);
        daemon.docker("rmi", name);
        return pushed;
      }

      @Override
      public Output pull(String name) {
        daemon.attempt("rmi", name);
        return daemon.attempt("pull", name);
      }

      @Override
      public void close() {
        daemon.close();
      }
    };
  }

  private static Output podman(ClientHome home, String store, String... arguments) {
    Path directory = home.directory();
    Stream<String> program =
        Stream.of(
            "podman",
            "--storage-driver=vfs",
            "--root=" + directory.resolve(store),
            "--runroot=" + directory.resolve(store + "-run"),
            "--tmpdir=" + directory.resolve(store + "-tmp"));
    return home.attempt(Stream.concat(program, Stream.of(arguments)).toArray(String[]::new));
  }

  private static Path temporary(Path directory) {
    try {
      return Files.createTempDirectory(directory, "pulled");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
