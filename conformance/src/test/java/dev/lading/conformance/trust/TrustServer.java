package dev.lading.conformance.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.conformance.support.Registry;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.publish.UploadedPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** The routes of a server that keeps trust data, whosever it is. Closed by its owner. */
final class TrustServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String BOUNDARY = "0123456789abcdef".repeat(3);

  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  TrustServer(Registry server) {
    this.url = server.url();
  }

  /** The key that a root is to name for a role. */
  PublicKey key(Gun gun, Role role) throws IOException {
    JsonNode key = JSON.readTree(send("GET", gun, role.text() + ".key").body());
    return PublicKey.of(key.get("keytype").asText(), key.at("/keyval/public").asText());
  }

  /**
   * @throws IOException when there is no whole answer; whether the update was taken is then unknown
   */
  HttpResponse<byte[]> publish(Gun gun, List<UploadedPart> parts) throws IOException {
    return publish(gun, "multipart/form-data; boundary=" + BOUNDARY, form(parts));
  }

  HttpResponse<byte[]> publish(Gun gun, String type, byte[] body) throws IOException {
    return send(
        request(gun, "").header("Content-Type", type), "POST", BodyPublishers.ofByteArray(body));
  }

  /**
   * @param path below what belongs to the GUN's metadata
   */
  HttpResponse<byte[]> send(String method, Gun gun, String path) throws IOException {
    return send(request(gun, path), method, BodyPublishers.noBody());
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }

  private HttpRequest.Builder request(Gun gun, String path) {
    return HttpRequest.newBuilder(url.resolve("/v2/" + gun + "/_trust/tuf/" + path));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request, String method, BodyPublisher body)
      throws IOException {
    try {
      return client.send(
          request.timeout(LIMIT).method(method, body).build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static byte[] form(List<UploadedPart> parts) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    try {
      for (UploadedPart part : parts) {
        String head =
            "--%s\r\nContent-Disposition: form-data; name=\"files\"; filename=\"%s\"\r\n"
                    .formatted(BOUNDARY, part.filename())
                + "Content-Type: application/octet-stream\r\n\r\n";
        form.write(head.getBytes(UTF_8));
        form.write(part.bytes());
        form.write("\r\n".getBytes(UTF_8));
      }
      form.write(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return form.toByteArray();
  }
}
