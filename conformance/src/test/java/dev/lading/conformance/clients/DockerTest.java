package dev.lading.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.support.Findings;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.RegistryUnderTest;
import dev.lading.conformance.support.Repository;
import dev.lading.conformance.support.Request;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

@Needs({"dockerd", "docker", "runc", "busybox", "tar"})
@ParameterizedClass(autoCloseArguments = false) // all classes share them
@ArgumentsSource(RegistryUnderTest.class)
class DockerTest {
  private static final Pattern DIGEST = Pattern.compile("[Dd]igest: (sha256:[0-9a-f]{64})");

  private final Registry registry;
  private final Path directory;

  DockerTest(Registry registry, @TempDir Path directory) {
    this.registry = registry;
    this.directory = directory;
  }

  /** One test, because each needs the daemon and the image. */
  @Test
  void push_move_delete_pull_run() {
    try (DockerDaemon daemon = DockerDaemon.start(directory)) {
      String image = image("docker/image");
      String tar = BusyboxImage.tar(directory).toString();
      daemon.docker("import", "--change=CMD [\"/bin/echo\", \"hello\"]", tar, image);
      String pushed = digest(daemon.docker("push", image).out());

      daemon.docker("tag", image, image("docker/moved"));
      String moved = daemon.docker("push", image("docker/moved")).out();
      assertThat(moved).contains("Mounted from docker/image");
      assertThat(digest(moved)).isEqualTo(pushed);

      delete("docker/image", pushed);
      daemon.docker("rmi", image, image("docker/moved"));
      assertThat(daemon.attempt("pull", image).err()).contains("not found");
      assertThat(digest(daemon.docker("pull", image("docker/moved")).out())).isEqualTo(pushed);
      assertThat(daemon.docker("run", "--rm", "--network=none", image("docker/moved")).line())
          .isEqualTo("hello");
    }
  }

  private void delete(String name, String digest) {
    var repository = new Repository(registry, name, new Findings());
    repository.send(Request.delete(repository.manifest(digest))).is(202);
  }

  private String image(String name) {
    return registry.url().getAuthority() + "/" + name + ":v1";
  }

  private static String digest(String output) {
    Matcher digest = DIGEST.matcher(output);
    assertThat(digest.find()).as(output).isTrue();
    return digest.group(1);
  }
}
