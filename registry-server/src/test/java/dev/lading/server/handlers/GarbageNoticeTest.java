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
import dev.lading.gc.Collector;
import dev.lading.gc.Explanation;
import dev.lading.server.exchange.BareRequest;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Response;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.policy.TrustPolicy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an answer to a removal tells of the bytes, and that the collector then says the same. */
class GarbageNoticeTest {
  private static final RepositoryName NAME = RepositoryName.parse("a/b");
  private static final Tag TAG = Tag.parse("v1");
  private static final Duration GRACE = Duration.ofHours(24);
  private static final byte[] LAYER = "a layer".getBytes(UTF_8);
  private static final Digest LAYER_DIGEST = Digest.of(Algorithm.SHA256, LAYER);
  private static final byte[] MANIFEST = manifest().getBytes(UTF_8);
  private static final Digest DIGEST = Digest.of(Algorithm.SHA256, MANIFEST);

  private Instant now = Instant.parse("2026-11-21T21:00:00.5Z");
  private final InstantSource clock = () -> now;
  private final ContentStore store = store();

  /** The layer stands twice in the manifest, as its config as well. */
  @Test
  void removedManifest_tellsItsBytesAndThoseOfItsBlobs_andWhenTheyMayGo() {
    push();
    assertThat(told(delete(plain(), DIGEST)))
        .contains(
            "after=\"2026-11-22T21:00:00Z\", bytes="
                + (MANIFEST.length + LAYER.length)
                + ", scheduled");
  }

  @Test
  void explanation_saysTheSame() {
    push();
    now = now.plus(GRACE).plus(GRACE);
    Response answer = delete(plain(), DIGEST);
    Instant goes = ((Explanation.Unreachable) collector().explain(DIGEST)).goes();
    assertThat(told(answer)).get().asString().startsWith("after=\"" + seconds(goes) + "\"");
    assertThat(((Explanation.Unreachable) collector().explain(LAYER_DIGEST)).goes())
        .isEqualTo(goes);
  }

  @Test
  void trash_isToldBesideIt_andThatNoRunComesByItself() {
    push();
    GarbageNotice garbage = new GarbageNotice(GRACE, Duration.ofDays(7), false, false, clock);
    assertThat(told(delete(garbage, DIGEST)))
        .contains(
            "after=\"2026-11-22T21:00:00Z\", free=\"2026-11-29T21:00:00Z\", bytes="
                + (MANIFEST.length + LAYER.length)
                + ", scheduled=?0");
  }

  @Test
  void removedTag_frees_onlyWhereUntaggedManifestsGo() {
    push();
    assertThat(told(delete(plain(), TAG))).isEmpty();
    push();
    GarbageNotice garbage = new GarbageNotice(GRACE, Duration.ZERO, true, true, clock);
    assertThat(told(delete(garbage, TAG))).get().asString().contains("bytes=");
  }

  @Test
  void removedBlob_tellsItsBytes() {
    push();
    BlobHandler handler = new BlobHandler(store, TrustPolicy.NONE, false, plain());
    Response answer =
        handler.delete(
            BareRequest.of(
                Method.DELETE, "", Map.of("name", NAME.name(), "digest", LAYER_DIGEST.toString())));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(told(answer))
        .contains("after=\"2026-11-22T21:00:00Z\", bytes=" + LAYER.length + ", scheduled");
  }

  private GarbageNotice plain() {
    return new GarbageNotice(GRACE, Duration.ZERO, true, false, clock);
  }

  private Response delete(GarbageNotice garbage, Object reference) {
    ManifestHandler handler = new ManifestHandler(store, TrustPolicy.NONE, 4 << 20, garbage);
    Response answer =
        handler.delete(
            BareRequest.of(
                Method.DELETE, "", Map.of("name", NAME.name(), "reference", reference.toString())));
    assertThat(answer.status()).isEqualTo(202);
    return answer;
  }

  private static Optional<String> told(Response answer) {
    return answer.headers().stream()
        .filter(header -> header.name().equals("Lading-Garbage"))
        .map(Response.Header::value)
        .findFirst();
  }

  private static Instant seconds(Instant time) {
    return Instant.ofEpochSecond(time.getEpochSecond());
  }

  private void push() {
    Iterator<ByteBuffer> pieces = List.of(ByteBuffer.wrap(LAYER)).iterator();
    store
        .uploads()
        .put(
            NAME,
            LAYER_DIGEST,
            () -> pieces.hasNext() ? Optional.of(pieces.next()) : Optional.empty());
    store.manifests().put(new Manifests.Push(NAME, TAG, List.of(), Optional.empty(), MANIFEST));
  }

  private static String manifest() {
    String layer =
        "{\"mediaType\":\"application/octet-stream\",\"digest\":\"%s\",\"size\":%d}"
            .formatted(LAYER_DIGEST, LAYER.length);
    return "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
        + "\"config\":"
        + layer
        + ",\"layers\":["
        + layer
        + "]}";
  }

  private Collector collector() {
    return new Collector(
        store,
        Collector.Settings.of(false),
        new Collector.Surroundings(System::nanoTime, Pause.SLEEP));
  }

  private ContentStore store() {
    return ContentStore.open(
        new MemoryDriver(clock),
        new ContentStore.Settings(1 << 20, 1 << 20, 1 << 20, GcTerms.DEFAULT),
        new ContentStore.Surroundings(
            clock, System::nanoTime, UUID::randomUUID, Runnable::run, Pause.SLEEP),
        List.of());
  }
}
