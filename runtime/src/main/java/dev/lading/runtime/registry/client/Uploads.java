package dev.lading.runtime.registry.client;

import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.http.Answer;
import dev.lading.runtime.registry.http.Method;
import dev.lading.runtime.registry.http.Request;
import dev.lading.runtime.registry.http.RequestBody;
import dev.lading.runtime.registry.login.Scope;
import java.net.URI;
import java.util.Set;

/**
 * Pushes blobs into one repository.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-blobs">OCI
 *     distribution-spec, pushing blobs</a>
 */
public final class Uploads {
  private final Caller caller;
  private final RepositoryName name;

  Uploads(Caller caller, RepositoryName name) {
    this.caller = caller;
    this.name = name;
  }

  /**
   * A blob whose digest is known, in one piece. Afterwards the registry has it; it need not have
   * been sent, if it had it before.
   *
   * @param bytes as many as the descriptor says; may be opened several times
   */
  public void push(Descriptor blob, RequestBody bytes) {
    if (bytes.length() != blob.size()) {
      throw new IllegalArgumentException(bytes.length() + " bytes for " + blob);
    }
    if (!new Blobs(caller, name).has(blob.digest())) {
      try (Answer answer = begin("", Set.of(Scope.push(name)))) {
        put(location(answer), blob.digest(), bytes);
      }
    }
  }

  /**
   * The same, from another repository of the registry if it is there and may be read.
   *
   * @param bytes wanted otherwise
   */
  public void mount(Descriptor blob, RepositoryName from, RequestBody bytes) {
    String query = "?mount=" + blob.digest() + "&from=" + from;
    try (Answer answer = begin(query, Set.of(Scope.push(name), Scope.pull(from)))) {
      if (answer.status() != 201) {
        put(location(answer), blob.digest(), bytes);
      }
    }
  }

  private Answer begin(String query, Set<Scope> scopes) {
    URI uri = URI.create(caller.uri(uploads()) + query);
    Request request = Request.of(Method.POST, uri).with(RequestBody.none());
    return Caller.succeeded(caller.login().send(request, scopes));
  }

  private void put(URI upload, Digest digest, RequestBody bytes) {
    String joint = upload.getRawQuery() == null ? "?" : "&";
    Request request =
        Request.of(Method.PUT, URI.create(upload + joint + "digest=" + digest))
            .with("Content-Type", "application/octet-stream")
            .with(bytes);
    caller.succeed(request, Scope.push(name)).close();
  }

  private URI location(Answer answer) {
    String location =
        answer
            .header("Location")
            .orElseThrow(() -> new BadAnswer(answer.uri(), "an upload without a Location"));
    return caller.linked(answer, location);
  }

  private String uploads() {
    return name + "/blobs/uploads/";
  }
}
