package dev.lading.server;

import dev.lading.config.Configuration;
import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code lading rehearse}: one push and one pull on a registry of its own that nobody sees. The
 * launcher runs it once after a build under the JVM's training mode, so that later starts find
 * their classes loaded and linked (docs/adr/0003).
 */
@Command(
    name = "rehearse",
    description = "Starts, pushes, pulls and stops in an empty directory.",
    mixinStandardHelpOptions = true,
    hidden = true,
    footer = {"", "Example: lading rehearse /tmp/empty"})
final class RehearseCommand implements Callable<Integer> {
  private static final byte[] BLOB = "{}".getBytes(StandardCharsets.UTF_8);

  @Parameters(paramLabel = "DIRECTORY")
  private Path directory = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerSettings settings =
        Configuration.load(Optional.empty(), environment()).read(ServerSettings::from).get();
    settings.log().apply();
    try (Registry registry = Registry.start(settings, Optional.empty(), Map.of());
        HttpClient client = HttpClient.newHttpClient()) {
      String base = "http://" + registry.addresses().getFirst();
      Digest blob = Digest.of(Algorithm.SHA256, BLOB);
      send(client, base + "/v2/", "GET", new byte[0]);
      send(client, base + "/v2/a/blobs/uploads/?digest=" + blob, "POST", BLOB);
      send(client, base + "/v2/a/blobs/" + blob, "GET", new byte[0]);
      send(client, base + "/v2/a/manifests/v1", "PUT", manifest(blob));
      send(client, base + "/v2/a/manifests/v1", "GET", new byte[0]);
      send(client, base + "/v2/a/tags/list", "GET", new byte[0]);
    }
    return 0;
  }

  private Map<String, String> environment() throws IOException {
    Files.createDirectories(directory);
    return Map.of(
        "REGISTRY_HTTP_ADDR",
        "127.0.0.1:0",
        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
        directory.toString(),
        "REGISTRY_AUTH_SEALING_KEY",
        Base64.getEncoder().encodeToString(new byte[SealingKey.BYTES]),
        "REGISTRY_TRUST_HOSTNAMES",
        "[rehearsal]",
        "REGISTRY_TRUST_POLICIES",
        "[{repository: a, mode: audit, roots: first-use}]");
  }

  private static void send(HttpClient client, String uri, String method, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
            .method(method, BodyPublishers.ofByteArray(body))
            .build();
    client.send(request, BodyHandlers.discarding());
  }

  private static byte[] manifest(Digest config) {
    return """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
         "config":{"mediaType":"application/vnd.oci.empty.v1+json","size":2,"digest":"%s"},
         "layers":[]}"""
        .formatted(config)
        .getBytes(StandardCharsets.UTF_8);
  }
}
