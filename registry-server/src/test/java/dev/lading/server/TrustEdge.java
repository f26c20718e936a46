package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.server.http.HttpEdge;
import dev.lading.server.trust.Form;
import dev.lading.server.trust.Publisher;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.SignedMetadata;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A registry with trust data, listening, and its clients; people log in by the names of rules. */
final class TrustEdge implements AutoCloseable {
  static final Gun GUN = Gun.parse("localhost:5000/team/app");
  static final String TUF = "/v2/" + GUN + "/_trust/tuf/";
  private static final ObjectMapper JSON = new ObjectMapper();

  final GatedRegistry registry;
  final Publisher publisher = new Publisher(GUN, GatedRegistry.NOW);
  private final HttpEdge edge;
  private final HttpClient client = HttpClient.newHttpClient();

  private TrustEdge(GatedRegistry registry) {
    this.registry = registry;
    this.edge = registry.listen();
  }

  static TrustEdge in(Path directory) {
    return new TrustEdge(GatedRegistry.in(directory, TestRules.byName()));
  }

  @Override
  public void close() {
    client.close();
    edge.close();
    registry.close();
  }

  void begin() {
    HttpResponse<byte[]> answer = publish(Map.of("root", root(1), "targets", publisher.targets(2)));
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  SignedMetadata root(int version) {
    return publisher.root(version, key(GUN, Role.SNAPSHOT), key(GUN, Role.TIMESTAMP));
  }

  PublicKey key(Gun gun, Role.ServerRole role) {
    return registry.trust().data().key(gun, role);
  }

  HttpResponse<byte[]> publish(Map<String, SignedMetadata> files) {
    return post(Form.of(new TreeMap<>(files)));
  }

  HttpResponse<byte[]> post(String form) {
    return send(
        request(TUF, "owner")
            .header("Content-Type", Form.TYPE)
            .POST(BodyPublishers.ofString(form)));
  }

  HttpResponse<byte[]> get(String path) {
    return send(request(path, "owner").GET());
  }

  int status(String method, String file, String bearer) {
    return send(HttpRequest.newBuilder(uri(TUF + file))
            .header("Authorization", bearer)
            .method(method, BodyPublishers.noBody()))
        .statusCode();
  }

  HttpRequest.Builder request(String path, String user) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", GatedRegistry.basic(user));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + edge.addresses().getFirst().port() + path);
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static void assertRule(HttpResponse<byte[]> answer, String text) {
    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode error = error(answer);
    assertThat(error.get("code").asText()).isEqualTo("INVALID_UPDATE");
    assertThat(error.get("message").asText()).isEqualTo("Update sent by the client is invalid.");
    assertThat(error.at("/detail/Name").asText()).isEqualTo("ErrValidation");
    assertThat(error.at("/detail/Error/Msg").asText()).isEqualTo(text);
    assertThat(answer.body().length).isLessThan(1024);
  }

  /** The only one: notary's clients understand no answer with more. */
  static JsonNode error(HttpResponse<byte[]> answer) {
    JsonNode errors = json(answer).get("errors");
    assertThat(errors).hasSize(1);
    return errors.get(0);
  }

  static JsonNode json(HttpResponse<byte[]> answer) {
    try {
      return JSON.readTree(text(answer));
    } catch (JsonProcessingException e) {
      throw new AssertionError(text(answer), e);
    }
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
