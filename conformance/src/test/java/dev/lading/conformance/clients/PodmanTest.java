package dev.lading.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.RegistryUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

@Needs({"podman", "umoci", "busybox"})
@ParameterizedClass(autoCloseArguments = false) // all classes share them
@ArgumentsSource(RegistryUnderTest.class)
class PodmanTest {
  private final String host;
  private final Path directory;
  private final ClientHome home;

  PodmanTest(Registry registry, @TempDir Path directory) throws IOException {
    this.host = registry.url().getAuthority();
    this.directory = directory;
    Path config = directory.resolve("containers.conf");
    Files.writeString(config, "[engine]\ncgroup_manager=\"cgroupfs\"\nevents_logger=\"none\"\n");
    this.home = ClientHome.in(directory).with("CONTAINERS_CONF", config.toString());
  }

  @Test
  void push_andPullElsewhere_keepsTheDigestAndTheImage() throws IOException {
    Path layout = BusyboxImage.layout(home, directory.resolve("image"), "v1", "podman");
    String image = host + "/podman/image:v1";
    String id = podman("here", "pull", "--quiet", "oci:" + layout + ":v1").line();
    podman("here", "tag", id, image);
    Path pushed = directory.resolve("pushed");
    podman("here", "push", "--tls-verify=false", "--digestfile=" + pushed, image);
    podman("there", "pull", "--tls-verify=false", image);

    assertThat(podman("there", "image", "inspect", "--format={{.Digest}}", image).line())
        .isEqualTo(Files.readString(pushed));
    assertThat(podman("there", "image", "inspect", "--format={{.Id}}", image).line()).isEqualTo(id);
  }

  @Test
  void search_namesRepositoriesAndTags() {
    Path layout = BusyboxImage.layout(home, directory.resolve("image"), "v1", "podman search");
    String id = podman("here", "pull", "--quiet", "oci:" + layout + ":v1").line();
    for (String name : List.of("podman/one:v1", "podman/one:v2", "podman/two:v1")) {
      podman("here", "push", "--tls-verify=false", id, host + "/" + name);
    }

    assertThat(search(host + "/").lines()).contains(host + "/podman/one", host + "/podman/two");
    assertThat(search("--list-tags", host + "/podman/one").lines().skip(1))
        .map(line -> line.replaceAll(" +", " "))
        .containsExactly(host + "/podman/one v1", host + "/podman/one v2");
  }

  private String search(String... arguments) {
    List<String> command = new ArrayList<>(List.of("search", "--tls-verify=false", "--limit=1000"));
    command.add(arguments.length == 1 ? "--format={{.Name}}" : "--format={{.Name}} {{.Tag}}");
    command.addAll(List.of(arguments));
    return podman("here", command.toArray(String[]::new)).out();
  }

  /** Runs podman on the store called {@code store}. */
  private Output podman(String store, String... arguments) {
    List<String> command = new ArrayList<>(List.of("podman", "--storage-driver=vfs"));
    command.add("--root=" + directory.resolve(store));
    command.add("--runroot=" + directory.resolve(store + "-run"));
    command.add("--tmpdir=" + directory.resolve(store + "-tmp"));
    command.addAll(List.of(arguments));
    return home.run(command.toArray(String[]::new));
  }
}
