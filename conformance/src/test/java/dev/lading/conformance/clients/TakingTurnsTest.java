package dev.lading.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.DockerRegistry;
import dev.lading.conformance.support.Findings;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.RegistryProcess;
import dev.lading.conformance.support.Repository;
import dev.lading.conformance.support.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's docker-registry and Lading serve one directory, one after the other. */
@Needs({"docker-registry", "skopeo", "umoci", "busybox"})
class TakingTurnsTest {
  private static final String NAME = "turns/image";

  private final Path directory;
  private final Path store;
  private final LadingServer lading;
  private final ClientHome home;

  TakingTurnsTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.lading = LadingServer.in(directory);
    this.store = Files.createDirectories(lading.store());
    this.home = ClientHome.in(directory);
  }

  @Test
  void aTreeOfDockerRegistry_isServedUnchanged() throws IOException {
    String index;
    Manifest signature;
    try (RegistryProcess registry = DockerRegistry.start(directory, store)) {
      index = pushIndex(registry);
      signature = pushSignature(registry, index);
    }
    Map<String, String> before = tree();
    try (RegistryProcess registry = lading.start()) {
      requirePullable(registry, index);
      requireReferrer(registry, index, signature);
      assertThat(skopeo(registry).tags(NAME)).contains("all", "amd64", "arm64");
    }

    assertThat(tree()).isEqualTo(before).isNotEmpty();
  }

  @Test
  void aTreeOfLading_isServedByDockerRegistry() throws IOException {
    String index;
    try (RegistryProcess registry = lading.start()) {
      index = pushIndex(registry);
      pushSignature(registry, index);
    }
    try (RegistryProcess registry = DockerRegistry.start(directory, store)) {
      requirePullable(registry, index);
      assertThat(skopeo(registry).tags(NAME)).contains("all", "amd64", "arm64");
    }
  }

  @Test
  void tagsMovedAndDeleted_areSeenByTheNext() {
    String first;
    String second;
    try (RegistryProcess registry = DockerRegistry.start(directory, store)) {
      first = pushImage(registry, "first", "amd64");
      copy(registry, ":first", ":moving");
      copy(registry, ":first", ":removed");
      second = pushImage(registry, "second", "amd64");
    }
    try (RegistryProcess registry = lading.start()) {
      copy(registry, ":second", ":moving");
      Repository repository = repository(registry);
      repository.send(Request.delete(repository.manifest("removed"))).is(202);
      assertThat(skopeo(registry).tags(NAME)).containsExactly("first", "moving", "second");
    }
    try (RegistryProcess registry = DockerRegistry.start(directory, store)) {
      assertThat(skopeo(registry).manifest(NAME + ":moving").sha256()).isEqualTo(second);
      assertThat(skopeo(registry).tags(NAME))
          .containsExactlyInAnyOrder("first", "moving", "second");
      skopeo(registry).delete(NAME + "@" + second);
      copy(registry, "@" + first, ":again");
    }
    try (RegistryProcess registry = lading.start()) {
      assertThat(skopeo(registry).tags(NAME)).containsExactly("again", "first");
      assertThat(skopeo(registry).manifest(NAME + ":again").sha256()).isEqualTo(first);
      assertThat(skopeo(registry).has(NAME + "@" + second)).isFalse();
    }
  }

  private Skopeo skopeo(Registry registry) {
    return new Skopeo(home, registry);
  }

  private static Repository repository(Registry registry) {
    return new Repository(registry, NAME, new Findings());
  }

  private void copy(Registry registry, String from, String to) {
    Skopeo skopeo = skopeo(registry);
    skopeo.copy(skopeo.docker(NAME + from), skopeo.docker(NAME + to));
  }

  /** Pushes an image of its own and returns its digest. */
  private String pushImage(Registry registry, String tag, String architecture) {
    Path layout = directory.resolve("image-" + tag);
    BusyboxImage.layout(home, layout, "v1", tag + " " + architecture);
    Skopeo skopeo = skopeo(registry);
    skopeo.copy("oci:" + layout + ":v1", skopeo.docker(NAME + ":" + tag));
    return BusyboxImage.digest(layout);
  }

  /** Pushes two images and an index of them, and returns its digest. */
  private String pushIndex(Registry registry) {
    Manifest index = Manifest.index();
    for (String architecture : List.of("amd64", "arm64")) {
      String digest = pushImage(registry, architecture, architecture);
      int size = skopeo(registry).manifest(NAME + "@" + digest).size();
      ObjectNode descriptor = Manifest.descriptor(Manifest.IMAGE, digest, size);
      descriptor.putObject("platform").put("os", "linux").put("architecture", architecture);
      index = index.child(descriptor);
    }
    return repository(registry).pushManifest("all", index);
  }

  private static Manifest pushSignature(Registry registry, String subject) {
    Repository repository = repository(registry);
    repository.push(Manifest.EMPTY_JSON);
    Request get = Request.get(repository.manifest(subject)).header("Accept", Manifest.ACCEPT);
    Content bytes = new Content(repository.send(get).is(200).body());
    Manifest signature =
        Manifest.artifact("application/vnd.example.signature")
            .subject(Manifest.descriptor(Manifest.INDEX, bytes.sha256(), bytes.size()));
    repository.pushManifest(signature);
    return signature;
  }

  private void requirePullable(Registry registry, String index) {
    Path copy = directory.resolve("pulled");
    Skopeo skopeo = skopeo(registry);
    skopeo.copy(skopeo.docker(NAME + ":all"), "oci:" + copy + ":all", "--all");

    assertThat(BusyboxImage.digest(copy)).isEqualTo(index);
  }

  private static void requireReferrer(Registry registry, String subject, Manifest referrer) {
    Repository repository = repository(registry);
    repository
        .send(Request.get(repository.referrers(subject)))
        .is(200)
        .json("/manifests/0/digest", referrer.content().sha256());
  }

  /** Every file and directory below {@code docker/}, with its content and when it was changed. */
  private Map<String, String> tree() throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(store.resolve("docker"))) {
      for (Path path : paths.toList()) {
        String content =
            Files.isDirectory(path) ? "" : new Content(Files.readAllBytes(path)).sha256();
        tree.put(store.relativize(path).toString(), content + Files.getLastModifiedTime(path));
      }
    }
    return tree;
  }
}
