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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Needs({"buildah", "busybox"})
@ExtendWith(RegistryUnderTest.class)
class BuildahTest {
  private final String host;
  private final Path directory;
  private final ClientHome home;

  BuildahTest(Registry registry, @TempDir Path directory) {
    this.host = registry.url().getAuthority();
    this.directory = directory;
    this.home = ClientHome.in(directory);
  }

  @Test
  void push_andPullElsewhere_keepsTheDigest() throws IOException {
    String image = host + "/buildah/image:v1";
    build(image);
    Path pushed = directory.resolve("pushed");
    buildah("here", "push", "--tls-verify=false", "--digestfile=" + pushed, image);
    buildah("there", "pull", "--tls-verify=false", image);

    assertThat(digest("there", image)).isEqualTo(Files.readString(pushed));
  }

  @Test
  void pushOfAList_bringsItsImagesAlong() throws IOException {
    String image = host + "/buildah/part:v1";
    build(image);
    buildah("here", "push", "--tls-verify=false", image);
    buildah("here", "manifest", "create", "all");
    buildah("here", "manifest", "add", "--tls-verify=false", "all", "docker://" + image);
    String list = host + "/buildah/list:v1";
    buildah("here", "manifest", "push", "--tls-verify=false", "--all", "all", "docker://" + list);
    buildah("there", "pull", "--tls-verify=false", list);

    assertThat(
            buildah("there", "inspect", "--type=image", "--format={{.FromImageID}}", list).line())
        .isEqualTo(
            buildah("here", "inspect", "--type=image", "--format={{.FromImageID}}", image).line());
  }

  private void build(String image) {
    Path rootfs = BusyboxImage.rootfs(directory.resolve("rootfs"));
    String container = buildah("here", "from", "scratch").line();
    buildah("here", "copy", container, rootfs.toString(), "/");
    buildah("here", "config", "--cmd", "[\"/bin/sh\"]", container);
    buildah("here", "commit", "--quiet", container, image);
  }

  private String digest(String store, String image) {
    return buildah(store, "inspect", "--type=image", "--format={{.FromImageDigest}}", image).line();
  }

  /** Runs buildah on the store called {@code store}. */
  private Output buildah(String store, String... arguments) {
    List<String> command = new ArrayList<>(List.of("buildah", "--storage-driver=vfs"));
    command.add("--root=" + directory.resolve(store));
    command.add("--runroot=" + directory.resolve(store + "-run"));
    command.addAll(List.of(arguments));
    return home.run(command.toArray(String[]::new));
  }
}
