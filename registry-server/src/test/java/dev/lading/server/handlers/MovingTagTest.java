package dev.lading.server.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Pause;
import dev.lading.content.store.ContentStore;
import dev.lading.content.store.Manifests;
import dev.lading.server.exchange.BareRequest;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.policy.TrustPolicy;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tag that always names something is always found, whatever becomes of what it named before. */
class MovingTagTest {
  private static final RepositoryName NAME = RepositoryName.parse("a/b");
  private static final Tag TAG = Tag.parse("v1");

  /** What happens after a tag was read, each time something else. */
  private final ArrayDeque<Runnable> afterTagRead = new ArrayDeque<>();

  private final ContentStore store = store(watched(new MemoryDriver(InstantSource.system())));

  @ParameterizedTest
  @EnumSource(names = {"GET", "HEAD"})
  void tag_thatMoves_whileWhatItNamedIsRemoved_isFollowed(Method method) {
    Digest first = push("first");
    afterTagRead.add(() -> moveTo("second", first));
    afterTagRead.add(() -> {});
    afterTagRead.add(() -> {});
    Response answer = ask(method);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .contains(new Response.Header("Docker-Content-Digest", digest("second").toString()));
  }

  private void moveTo(String text, Digest before) {
    push(text);
    store.manifests().remove(NAME, before);
  }

  private Digest push(String text) {
    byte[] bytes = manifest(text).getBytes(UTF_8);
    return store
        .manifests()
        .put(new Manifests.Push(NAME, TAG, List.of(), Optional.empty(), bytes))
        .digest();
  }

  private static Digest digest(String text) {
    return Digest.of(Algorithm.SHA256, manifest(text).getBytes(UTF_8));
  }

  private static String manifest(String text) {
    return """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[],
         "annotations":{"text":"%s"}}"""
        .formatted(text);
  }

  private Response ask(Method method) {
    ManifestHandler handler =
        new ManifestHandler(store, TrustPolicy.NONE, 4 << 20, GarbageNotice.DEFAULT);
    Request request =
        BareRequest.of(method, "", Map.of("name", NAME.name(), "reference", TAG.name()));
    return method == Method.GET ? handler.get(request) : handler.head(request);
  }

  private StorageDriver watched(StorageDriver driver) {
    return (StorageDriver)
        Proxy.newProxyInstance(
            StorageDriver.class.getClassLoader(),
            new Class<?>[] {StorageDriver.class},
            (_, method, arguments) -> {
              Object result = method.invoke(driver, arguments);
              if (method.getName().equals("read")
                  && ((Key) arguments[0]).path().endsWith("tags/v1/current/link")
                  && !afterTagRead.isEmpty()) {
                afterTagRead.remove().run();
              }
              return result;
            });
  }

  private static ContentStore store(StorageDriver driver) {
    return ContentStore.open(
        driver,
        new ContentStore.Settings(1 << 20, 1 << 20, 1 << 20, GcTerms.DEFAULT),
        new ContentStore.Surroundings(
            InstantSource.system(), System::nanoTime, UUID::randomUUID, Runnable::run, Pause.SLEEP),
        List.of());
  }
}
