package dev.lading.server.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lading.content.Algorithm;
import dev.lading.content.ContentException.ManifestUnknown;
import dev.lading.content.ContentException.PreconditionFailed;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Pause;
import dev.lading.content.store.ContentStore;
import dev.lading.content.store.Manifests;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.SentRequest;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.policy.TrustPolicy;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code If-Match} and {@code If-None-Match} ask of a tag that names {@code A}, or nothing.
 */
class PreconditionHeadersTest {
  private static final RepositoryName NAME = RepositoryName.parse("a/b");
  private static final Tag TAG = Tag.parse("v1");
  private static final String A = manifest("A");
  private static final String B = manifest("B");

  private final ContentStore store = store();
  private final ManifestHandler handler =
      new ManifestHandler(store, TrustPolicy.NONE, 4 << 20, GarbageNotice.DEFAULT);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          # header; value; passes over A; passes over nothing
          If-Match; "A"; true; false
          If-Match; A; true; false
          If-Match; W/"A"; true; false
          If-Match; "B", "A"; true; false
          If-Match; *; true; false
          If-Match; "B"; false; false
          If-Match; "sha256:0"; false; false
          If-Match; ''; false; false
          If-None-Match; *; false; true
          If-None-Match; "A"; false; true
          If-None-Match; "B"; true; true
          If-Modified-Since; Sat, 29 Oct 1994 19:43:31 GMT; true; true
          """)
  void push_isDoneOnlyWhereTheHeaderAllows(
      String header, String value, boolean overA, boolean overNothing) {
    Request push = push(header, value);
    assertThat(isDone(push)).isEqualTo(overNothing);
    assertThat(store.tags().resolve(NAME, TAG))
        .isEqualTo(overNothing ? Optional.of(digest(B)) : Optional.empty());
    set(A);
    assertThat(isDone(push)).isEqualTo(overA);
    assertThat(store.tags().resolve(NAME, TAG)).contains(digest(overA ? B : A));
  }

  @Test
  void bothHeaders_mustBothAllow() {
    set(A);
    Request push =
        request(Method.PUT, TAG.name())
            .header("If-Match", "*")
            .header("If-None-Match", quoted("A"))
            .request();
    assertThat(isDone(push)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          If-Match; "A"; true
          If-Match; *; true
          If-Match; "B"; false
          If-None-Match; *; false
          """)
  void removal_isDoneOnlyWhereTheHeaderAllows(String header, String value, boolean passes) {
    set(A);
    for (String reference : List.of(TAG.name(), digest(A).toString())) {
      Request removal = request(Method.DELETE, reference).header(header, sent(value)).request();
      Throwable refused = catchThrowable(() -> handler.delete(removal));
      if (passes) {
        assertThat(refused).isNull();
        assertThat(store.tags().resolve(NAME, TAG)).isEmpty();
      } else {
        assertThat(refused).isInstanceOf(PreconditionFailed.class);
        assertThat(store.tags().resolve(NAME, TAG)).contains(digest(A));
      }
    }
  }

  @Test
  void removalOfNothing_isUnknown_whateverTheHeaderAsks() {
    set(A);
    Request removal = request(Method.DELETE, "v2").header("If-Match", "*").request();
    assertThat(catchThrowable(() -> handler.delete(removal))).isInstanceOf(ManifestUnknown.class);
  }

  private boolean isDone(Request push) {
    try {
      assertThat(handler.put(push).status()).isEqualTo(201);
      return true;
    } catch (PreconditionFailed _) {
      return false;
    }
  }

  private void set(String manifest) {
    store
        .manifests()
        .put(new Manifests.Push(NAME, TAG, List.of(), Optional.empty(), manifest.getBytes(UTF_8)));
  }

  private static Request push(String header, String value) {
    return request(Method.PUT, TAG.name()).header(header, sent(value)).request();
  }

  private static SentRequest request(Method method, String reference) {
    return SentRequest.of(method, "/v2/<name>/manifests/<reference>")
        .word("name", NAME.name())
        .word("reference", reference)
        .body(method == Method.PUT ? B : "");
  }

  /** With digests for the letters that stand alone. */
  private static String sent(String value) {
    return value
        .replaceAll("\\bA\\b", digest(A).toString())
        .replaceAll("\\bB\\b", digest(B).toString());
  }

  private static String quoted(String letter) {
    return sent("\"" + letter + "\"");
  }

  private static Digest digest(String manifest) {
    return Digest.of(Algorithm.SHA256, manifest.getBytes(UTF_8));
  }

  private static String manifest(String text) {
    return """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[],
         "annotations":{"text":"%s"}}"""
        .formatted(text);
  }

  private static ContentStore store() {
    return ContentStore.open(
        new MemoryDriver(InstantSource.system()),
        new ContentStore.Settings(1 << 20, 1 << 20, 1 << 20, GcTerms.DEFAULT),
        new ContentStore.Surroundings(
            InstantSource.system(), System::nanoTime, UUID::randomUUID, Runnable::run, Pause.SLEEP),
        List.of());
  }
}
