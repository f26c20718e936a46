package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.config.Configuration;
import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lading scrub}, beside a registry that runs, and without one. */
class ScrubCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final String LAYER = "a layer";
  @TempDir private Path directory;

  @Test
  void damage_isFoundByTheRunningRegistry_andHealedByAPush() throws Exception {
    Path config = config("");
    try (Registry registry = start(config)) {
      push(registry);
      assertThat(scrub(config).out())
          .contains("1 repositories, 1 manifests looked at; 3 of 3 blobs read", "all is well");
      Files.writeString(data(blob(LAYER)), "a lazer");

      Ran damaged = scrub(config, "--repair", "--rate", "0");
      assertThat(damaged.exit()).isEqualTo(1);
      assertThat(damaged.out()).contains("bytes_damaged " + blob(LAYER), "something is left to do");
      assertThat(send(registry, "GET", "/v2/a/b/blobs/" + blob(LAYER), "")).isEqualTo(404);

      push(registry);
      assertThat(scrub(config, "--json").exit()).isZero();
      assertThat(send(registry, "GET", "/v2/a/b/blobs/" + blob(LAYER), "")).isEqualTo(200);
    }
  }

  @Test
  void linkThatIsEmpty_isWrittenAnew_inAStoreThatNobodyServes() throws Exception {
    Path config = config("");
    try (Registry registry = start(config)) {
      push(registry);
    }
    Path link =
        directory.resolve(
            "store/docker/registry/v2/repositories/a/b/_layers/sha256/%s/link"
                .formatted(blob(LAYER).hex()));
    Files.writeString(link, "");

    Ran found = scrub(config);
    assertThat(found.exit()).isEqualTo(1);
    assertThat(found.out()).contains("link_unreadable", "--repair mends");
    assertThat(link).isEmptyFile();
    Ran repaired = scrub(config, "--repair", "--json");
    assertThat(repaired.exit()).isZero();
    JsonNode finding = JSON.readTree(repaired.out()).path("findings").path(0);
    assertThat(finding.path("kind").asText()).isEqualTo("link_unreadable");
    assertThat(finding.path("state").asText()).isEqualTo("repaired");
    assertThat(link).hasContent(blob(LAYER).toString());
  }

  @Test
  void whatCannotBeDone_isSaid_withTheNextStep() throws Exception {
    Path config = config("");
    assertThat(scrub(config).err()).contains("there is no store at");
    assertThat(scrub(config, "--rate", "fast").exit()).isEqualTo(2);
    try (Registry _ = start(config)) {
      Ran stop = scrub(config, "--stop");
      assertThat(stop.exit()).isEqualTo(1);
      assertThat(stop.err()).contains("no scrub goes on");
    }
    Path readOnly = config("maintenance: {readonly: {enabled: true}}");
    try (Registry _ = start(readOnly)) {
      assertThat(scrub(readOnly, "--repair").err()).contains("read-only");
      assertThat(scrub(readOnly).exit()).isZero();
    }
  }

  private static Ran scrub(Path config, String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "--config";
    all[1] = config.toString();
    System.arraycopy(options, 0, all, 2, options.length);
    return Ran.of(new ScrubCommand(), all);
  }

  private Path data(Digest digest) {
    return directory.resolve(
        "store/docker/registry/v2/blobs/sha256/%s/%s/data"
            .formatted(digest.hex().substring(0, 2), digest.hex()));
  }

  /**
   * @param storage more of what {@code storage} says
   */
  private Path config(String storage) throws IOException {
    return Files.writeString(
        directory.resolve("config.yml"),
        """
        version: 0.1
        storage:
          filesystem: {rootdirectory: %s}
          %s
        http: {addr: "127.0.0.1:0"}
        log: {level: error, accesslog: {disabled: true}}
        durability: relaxed
        """
            .formatted(directory.resolve("store"), storage));
  }

  private static Registry start(Path config) {
    ServerSettings settings =
        Configuration.load(Optional.of(config), Map.of()).read(ServerSettings::from).get();
    return Registry.start(settings, Optional.of(config), Map.of());
  }

  private static Digest blob(String text) {
    return Digest.of(Algorithm.SHA256, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void push(Registry registry) throws Exception {
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"application/vnd.oci.empty.v1+json","size":2,"digest":"%s"},
         "layers":[{"mediaType":"application/octet-stream","size":%d,"digest":"%s"}]}"""
            .formatted(IMAGE, blob("{}"), LAYER.length(), blob(LAYER));
    for (String text : new String[] {"{}", LAYER}) {
      assertThat(send(registry, "POST", "/v2/a/b/blobs/uploads/?digest=" + blob(text), text))
          .isEqualTo(201);
    }
    assertThat(send(registry, "PUT", "/v2/a/b/manifests/v1", manifest)).isEqualTo(201);
  }

  private static int send(Registry registry, String method, String path, String body)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + registry.addresses().getFirst() + path))
              .version(HttpClient.Version.HTTP_1_1)
              .header("Content-Type", IMAGE)
              .header("Accept", IMAGE)
              .method(method, BodyPublishers.ofString(body))
              .build();
      HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
      return answer.statusCode();
    }
  }
}
