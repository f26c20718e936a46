package dev.lading.conformance.clients;

import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.post;
import static dev.lading.conformance.support.Request.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Findings;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.RegistryUnderTest;
import dev.lading.conformance.support.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What oras sends, as seen through a recording proxy: no ping, HEAD before everything, a blob by
 * POST and one PUT, a mount with its query not encoded.
 */
@ExtendWith(RegistryUnderTest.class)
class OrasSequenceTest {
  private static final String TYPE = "application/vnd.example.notes";
  private static final Content FILE = Content.of("an artifact of one file");

  private final Registry registry;

  OrasSequenceTest(Registry registry) {
    this.registry = registry;
  }

  @Test
  void push_copy_attach_discover_pull() {
    Repository notes = repository("oras/notes");
    Manifest artifact =
        Manifest.artifact(TYPE).without("layers").layer(Manifest.descriptor("text/plain", FILE));
    pushIfAbsent(notes, FILE);
    pushIfAbsent(notes, Manifest.EMPTY_JSON);
    pushIfAbsent(notes, artifact, "v1");
    pull(notes, artifact, "v1");

    Repository copy = repository("oras/copy");
    copy.send(head(copy.manifest(artifact.content().sha256())).header("Accept", Manifest.IMAGE))
        .is(404);
    mount(copy, FILE, "oras/notes");
    mount(copy, Manifest.EMPTY_JSON, "oras/notes");
    pushIfAbsent(copy, artifact, "v1");
    pull(copy, artifact, "v1");

    Manifest signature = Manifest.artifact("application/vnd.example.signature").subject(artifact);
    pushIfAbsent(copy, signature, signature.content().sha256());
    String referrers = copy.referrers(artifact.content().sha256());
    JsonNode found =
        copy.send(get(referrers + "?artifactType=application/vnd.example.signature"))
            .is(200)
            .header("OCI-Filters-Applied", "artifactType")
            .json();
    assertThat(found.path("manifests")).hasSize(1);
    assertThat(found.at("/manifests/0/digest").asText()).isEqualTo(signature.content().sha256());
  }

  private Repository repository(String name) {
    return new Repository(registry, name, new Findings());
  }

  private static void pushIfAbsent(Repository repository, Content content) {
    String digest = content.sha256();
    repository.send(head(repository.blob(digest))).is(404);
    String location = repository.send(post(repository.uploads())).is(202).location();
    repository
        .send(put(Repository.closing(location, digest)).bytes(content))
        .is(201)
        .header("Docker-Content-Digest", digest);
  }

  private static void pushIfAbsent(Repository repository, Manifest manifest, String reference) {
    String digest = manifest.content().sha256();
    repository.send(head(repository.manifest(digest)).header("Accept", Manifest.ACCEPT)).is(404);
    repository
        .send(
            put(repository.manifest(reference)).type(manifest.mediaType()).body(manifest.content()))
        .is(201)
        .header("Docker-Content-Digest", digest);
  }

  private static void mount(Repository repository, Content content, String from) {
    repository
        .send(post(repository.uploads() + "?mount=" + content.sha256() + "&from=" + from))
        .is(201)
        .header("Docker-Content-Digest", content.sha256());
  }

  private static void pull(Repository repository, Manifest manifest, String tag) {
    String digest = manifest.content().sha256();
    repository
        .send(head(repository.manifest(tag)).header("Accept", Manifest.ACCEPT))
        .is(200)
        .header("Docker-Content-Digest", digest);
    repository
        .send(get(repository.manifest(digest)).header("Accept", Manifest.IMAGE))
        .is(200)
        .holds(manifest.content());
    repository.send(get(repository.blob(FILE.sha256()))).is(200).holds(FILE);
  }
}
