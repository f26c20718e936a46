package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.config.Configuration;
import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.server.http.Eventually;
import dev.lading.storage.Durability;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.filesystem.FilesystemDriver;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code lading gc} and {@code lading du}, beside a registry that runs, and without one. */
class GcCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final Digest LAYER = blob("layer of the one that goes");
  private static final Digest SHARED = blob("{}");
  @TempDir private Path directory;

  @Test
  void garbage_isFoundExplainedRemovedAndBroughtBack_byTheRunningRegistry() throws Exception {
    Path config = config("gc: {grace: 2s}");
    try (Registry registry = start(config)) {
      String kept = push(registry, "v1", "layer that stays");
      String gone = push(registry, "v2", "layer of the one that goes");
      assertThat(gc(config, "explain", LAYER.toString()).out())
          .contains("is kept by", "a/b:v2 -> " + gone + " -> " + LAYER);
      assertThat(ask(registry, "DELETE", "/v2/a/b/manifests/" + gone)).isEqualTo(202);
      assertThat(gc(config, "explain", LAYER.toString()).out()).contains("kept by nothing");

      JsonNode dry = untilRemovable(config, gone);
      assertThat(ask(registry, "GET", "/v2/a/b/blobs/" + LAYER)).isEqualTo(200);
      JsonNode run = report(config);

      assertThat(removed(run))
          .containsExactlyInAnyOrderElementsOf(removed(dry))
          .contains(LAYER.toString(), gone)
          .doesNotContain(kept, SHARED.toString());
      assertThat(ask(registry, "GET", "/v2/a/b/blobs/" + LAYER)).isEqualTo(404);
      assertThat(ask(registry, "GET", "/v2/a/b/manifests/v1")).isEqualTo(200);
      assertThat(gc(config, "status").out())
          .contains("nothing runs by itself", "run " + run.path("run").asLong() + ",");
      assertThat(gc(config, "status", run.path("run").asText()).out()).contains(LAYER.toString());

      assertThat(gc(config, "undo").out()).contains("brought back " + LAYER);
      assertThat(ask(registry, "GET", "/v2/a/b/blobs/" + LAYER)).isEqualTo(200);
    }
  }

  @Test
  void store_thatNobodyServes_isOpened() throws Exception {
    Path config = config("gc: {grace: 2s}");
    String gone;
    try (Registry registry = start(config)) {
      push(registry, "v1", "layer that stays");
      gone = push(registry, "v2", "layer of the one that goes");
      ask(registry, "DELETE", "/v2/a/b/manifests/" + gone);
    }
    assertThat(Files.exists(directory.resolve("store/lading/control.sock"))).isFalse();

    untilRemovable(config, gone);
    assertThat(removed(report(config))).contains(gone, LAYER.toString());

    Ran unknown = gc(config, "explain", LAYER.toString());
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.out()).contains(LAYER + " is not in this store", "collected");
    assertThat(gc(config, "explain", SHARED.toString()).out()).contains("a/b:v1 -> ");
    Ran used = Ran.of(new DuCommand(), "--config", config.toString(), "--json");
    assertThat(JSON.readTree(used.out()).path(0).path("uniqueBytes").asLong()).isPositive();
    assertThat(Ran.of(new DuCommand(), "--config", config.toString()).out())
        .contains("unique", "shared", "a/b");
  }

  @Test
  void schedule_removesByItself() throws Exception {
    Path config = config("gc: {grace: 2s, every: 1s}");
    try (Registry registry = start(config)) {
      String gone = push(registry, "v2", "layer of the one that goes");
      ask(registry, "DELETE", "/v2/a/b/manifests/" + gone);

      Eventually.isTrue("removed", () -> ask(registry, "GET", "/v2/a/b/blobs/" + LAYER) == 404);
      assertThat(gc(config, "status").out()).contains("schedule: every 1s; next at ");
    }
  }

  @Test
  void format_asksForWrittenClaims_onceARunMayRemove() throws Exception {
    Path config = config("gc: {grace: 2s}");
    Path format = directory.resolve("store/lading/format");
    try (Registry _ = start(config)) {
      gc(config, "run", "--dry-run");
      assertThat(format).content().doesNotContain("written-claims");
      gc(config, "run");
      assertThat(format).content().contains("written-claims");
    }
  }

  @Test
  void undo_findsTheLastThatRemovedSomething_howeverManyRunsAgo() throws Exception {
    Path config = config("gc: {grace: 2s}");
    try (Registry registry = start(config)) {
      String gone = push(registry, "v2", "layer of the one that goes");
      ask(registry, "DELETE", "/v2/a/b/manifests/" + gone);
      untilRemovable(config, gone);
      report(config);
      for (int i = 0; i < 101; i++) {
        report(config, "--dry-run");
      }

      assertThat(gc(config, "undo").out()).contains("brought back " + LAYER);
    }
  }

  @Test
  void status_tellsThatAProcessOnlyTakesNote_andTimesAsPeopleWriteThem() throws Exception {
    Path config = config("gc: {grace: 26h, every: 90m}");
    try (Registry _ = start(config)) {
      report(config, "--dry-run");
      assertThat(gc(config, "status").out())
          .contains("schedule: every 1h30m", "only takes note until ")
          .containsPattern("took [0-9.]+ m?s: ")
          .doesNotContain("took 0 s");
    }
  }

  @Test
  void fileThatNobodyUnderstands_isNamed_asItKeepsAllBytes() throws Exception {
    Path config = config("");
    try (Registry registry = start(config)) {
      String gone = push(registry, "v2", "layer of the one that goes");
      ask(registry, "DELETE", "/v2/a/b/manifests/" + gone);
      Path tags = directory.resolve("store/docker/registry/v2/repositories/a/b/_manifests/tags");
      Files.writeString(Files.createDirectories(tags).resolve("odd"), "?");

      assertThat(gc(config, "run", "--dry-run").err()).contains("not_understood", "tags/odd");
      assertThat(gc(config, "status").out()).contains("no bytes go", "tags/odd");
      assertThat(gc(config, "explain", LAYER.toString()).out())
          .contains(LAYER + " stays: something cannot be read in a/b", "tags/odd");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "status", "explain", "undo"})
  void help_ofEach_isPrinted(String verb) {
    Ran help = Ran.of(new GcCommand(), verb, "--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out()).contains("Usage: gc " + verb, "Example: lading gc " + verb);
  }

  @Test
  void now_isConfirmed() throws Exception {
    Path config = config("");
    try (Registry _ = start(config)) {
      Ran alone = run(Optional.empty(), config, "--now");
      assertThat(alone.exit()).isEqualTo(2);
      assertThat(alone.err()).contains("--yes");
      Ran denied = run(Optional.of("n"), config, "--now");
      assertThat(denied.exit()).isEqualTo(1);
      assertThat(denied.err()).contains("nothing was done", "stays in any case");
      assertThat(run(Optional.of("y"), config, "--now").exit()).isZero();
      assertThat(run(Optional.empty(), config, "--now", "--yes").exit()).isZero();
      assertThat(run(Optional.empty(), config, "--now", "--dry-run").exit()).isZero();
      assertThat(run(Optional.empty(), config).exit()).isZero();
    }
  }

  @Test
  void whatCannotBeDone_isSaid_withTheNextStep() throws Exception {
    Path config = config("");
    assertThat(gc(config, "status")).extracting(Ran::exit, Ran::out).containsExactly(1, "");
    assertThat(gc(config, "status").err()).contains("there is no store at", "--config");
    try (Registry _ = start(config)) {
      assertThat(gc(config, "status", "77").err()).contains("no report of run 77");
      assertThat(gc(config, "undo").err()).contains("no run has removed anything");
      assertThat(gc(config, "explain", "sha256:abc").exit()).isEqualTo(2);
    }
    try (StorageDriver _ =
        FilesystemDriver.open(
            directory.resolve("store"), Durability.RELAXED, "a test", InstantSource.system())) {
      assertThat(gc(config, "status").err()).contains("in use by a test", "stop it");
    }
  }

  @Test
  void readOnlyRegistry_onlyLooks() throws Exception {
    Path config = config("");
    start(config).close();
    Path readOnly =
        Files.writeString(
            directory.resolve("read-only.yml"),
            Files.readString(config)
                .replace("delete:", "maintenance: {readonly: {enabled: true}}, delete:"));
    Path state = Files.createDirectories(directory.resolve("store/lading/state"));
    Path noted = Files.createFile(state.resolve("pulls-noted-since"));
    try (Registry _ = start(readOnly)) {
      assertThat(noted).exists(); // it may begin to note again, and has forgotten nothing
      assertThat(gc(readOnly, "run").err()).contains("read-only");
      assertThat(gc(readOnly, "run", "--dry-run").exit()).isZero();
    }
  }

  /** What a dry run tells, once the grace has passed in which the digest was claimed. */
  private static JsonNode untilRemovable(Path config, String digest) throws Exception {
    AtomicReference<JsonNode> last = new AtomicReference<>(report(config, "--dry-run"));
    Eventually.isTrue(
        "removable",
        () -> {
          last.set(report(config, "--dry-run"));
          return removed(last.get()).contains(digest);
        });
    return last.get();
  }

  private static List<String> removed(JsonNode report) {
    return report.path("removed").findValuesAsText("digest");
  }

  private static JsonNode report(Path config, String... options) throws IOException {
    String[] all = new String[options.length + 3];
    System.arraycopy(options, 0, all, 3, options.length);
    all[0] = "--now";
    all[1] = "--yes";
    all[2] = "--json";
    Ran ran = gc(config, "run", all);
    assertThat(ran.exit()).as(ran.all()).isZero();
    return JSON.readTree(ran.out());
  }

  private static Ran run(Optional<String> answer, Path config, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "run";
    all[1] = "--config";
    all[2] = config.toString();
    System.arraycopy(options, 0, all, 3, options.length);
    return Ran.of(new GcCommand(_ -> answer), all);
  }

  private static Ran gc(Path config, String verb, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = verb;
    all[1] = "--config";
    all[2] = config.toString();
    System.arraycopy(options, 0, all, 3, options.length);
    return Ran.of(new GcCommand(_ -> Optional.empty()), all);
  }

  private Path config(String lines) throws IOException {
    return Files.writeString(
        directory.resolve("config.yml"),
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
        http: {addr: "127.0.0.1:0"}
        log: {level: warn, accesslog: {disabled: true}}
        durability: relaxed
        %s
        """
            .formatted(directory.resolve("store"), lines));
  }

  private static Registry start(Path config) {
    ServerSettings settings =
        Configuration.load(Optional.of(config), Map.of()).read(ServerSettings::from).get();
    return Registry.start(settings, Optional.of(config), Map.of());
  }

  private static Digest blob(String text) {
    return Digest.of(Algorithm.SHA256, text.getBytes(StandardCharsets.UTF_8));
  }

  /** An image of one layer, beside a config that all share; its digest. */
  private static String push(Registry registry, String tag, String layer) throws Exception {
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"application/vnd.oci.empty.v1+json","size":2,"digest":"%s"},
         "layers":[{"mediaType":"application/octet-stream","size":%d,"digest":"%s"}]}"""
            .formatted(IMAGE, SHARED, layer.length(), blob(layer));
    for (String text : new String[] {"{}", layer}) {
      assertThat(send(registry, "POST", "/v2/a/b/blobs/uploads/?digest=" + blob(text), text))
          .isEqualTo(201);
    }
    assertThat(send(registry, "PUT", "/v2/a/b/manifests/" + tag, manifest)).isEqualTo(201);
    return blob(manifest).toString();
  }

  private static int ask(Registry registry, String method, String path) throws Exception {
    return send(registry, method, path, "");
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
