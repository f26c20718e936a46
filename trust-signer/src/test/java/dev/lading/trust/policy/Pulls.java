package dev.lading.trust.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.content.Algorithm;
import dev.lading.content.Chunks;
import dev.lading.content.Digest;
import dev.lading.content.Reference;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Pause;
import dev.lading.content.store.ContentStore;
import dev.lading.content.store.Manifests;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.Author;
import dev.lading.trust.Gun;
import dev.lading.trust.policy.Verdict.Refusal;
import dev.lading.trust.store.TrustStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** A registry in memory, what is pushed to it, who signs, and what becomes of pulls. */
final class Pulls {
  static final String HOST = "reg.example.com:5000";
  static final String IMAGE_CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String IMAGE_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  static final String EMPTY_CONFIG = "application/vnd.oci.empty.v1+json";
  static final String COSIGN = "application/vnd.dev.cosign.simplesigning.v1+json";
  static final String NOTATION = "application/vnd.cncf.notary.signature";

  static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";

  final AtomicReference<Instant> now = new AtomicReference<>(Author.NOW);
  final CountingDriver driver = new CountingDriver(new MemoryDriver(now::get));
  final TrustStore trust = trustStore();
  final ContentStore content =
      ContentStore.open(
          driver.driver(),
          new ContentStore.Settings(1 << 20, 1 << 20, 16 << 20, GcTerms.DEFAULT),
          new ContentStore.Surroundings(
              now::get, System::nanoTime, UUID::randomUUID, Runnable::run, Pause.SLEEP),
          List.of());
  final AtomicReference<Renewal> renewal = new AtomicReference<>(Renewal.NONE);
  final List<Refusal> told = new ArrayList<>();
  final SignedPulls policy;

  private final TrustRules rules;
  private final Map<RepositoryName, Signers> signers = new HashMap<>();

  Pulls(TrustRule... rules) {
    this.rules = new TrustRules(List.of(rules));
    this.policy = replica(1 << 20);
  }

  /** Another process over the same store. */
  SignedPulls replica(long rememberedBytes) {
    return new SignedPulls(
        new SignedPulls.Settings(rules, HOST, rememberedBytes),
        trustStore(),
        Holdings.of(content),
        gun -> renewal.get().renew(gun),
        now::get,
        (_, refusal) -> told.add(refusal));
  }

  private TrustStore trustStore() {
    return new TrustStore(driver.driver(), now::get, new SplittableRandom(), 1 << 20);
  }

  void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  Signers signers(String repository) {
    return signers.computeIfAbsent(
        RepositoryName.parse(repository), name -> new Signers(trust, new Gun(HOST, name)));
  }

  /** Publishes, and tells the policy as the server does. */
  void publish(Signers by) {
    by.publish();
    policy.published(by.gun);
  }

  Verdict pull(String repository, String reference) {
    return pull(policy, repository, reference);
  }

  /** As the server pulls: what is found is judged. */
  Verdict pull(TrustPolicy by, String repository, String reference) {
    RepositoryName name = RepositoryName.parse(repository);
    Reference asked = Reference.parse(reference);
    Digest digest =
        switch (asked) {
          case Tag tag -> content.tags().resolve(name, tag).orElseThrow();
          case Digest itself -> itself;
        };
    return by.manifest(name, asked, content.manifests().find(name, digest).orElseThrow());
  }

  Verdict pull(String repository, Digest digest) {
    return pull(repository, digest.toString());
  }

  Verdict blob(String repository, Digest digest) {
    return policy.blob(RepositoryName.parse(repository), digest);
  }

  Verdict blob(String repository, String text) {
    return blob(repository, digest(text));
  }

  /** An image whose only layer has this text, and whose config tells it from others. */
  Digest image(String repository, String tag, String layer) {
    return image(repository, tag, layer, Optional.empty());
  }

  Digest image(String repository, String tag, String layer, Optional<Digest> subject) {
    return artifact(
        repository,
        tag,
        new Contents(IMAGE_CONFIG, "config of " + layer, IMAGE_LAYER, layer),
        subject);
  }

  /** What an artifact is made of, and what it says of that. */
  record Contents(String configType, String config, String layerType, List<String> layers) {
    Contents(String configType, String config, String layerType, String layer) {
      this(configType, config, layerType, List.of(layer));
    }
  }

  Digest artifact(String repository, String tag, Contents contents, Optional<Digest> subject) {
    RepositoryName name = RepositoryName.parse(repository);
    return manifest(name, tag, json(name, MANIFEST, contents, subject));
  }

  /** Puts what it is made of there, and writes its manifest. */
  String json(RepositoryName name, String type, Contents contents, Optional<Digest> subject) {
    String layers =
        contents.layers().stream()
            .map(layer -> descriptor(name, contents.layerType(), layer))
            .collect(Collectors.joining(","));
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]%s}"
        .formatted(
            type,
            descriptor(name, contents.configType(), contents.config()),
            layers,
            subject.map(to -> ",\"subject\":" + descriptor(MANIFEST, to, 1)).orElse(""));
  }

  Digest index(String repository, String tag, Digest... children) {
    RepositoryName name = RepositoryName.parse(repository);
    String all =
        Arrays.stream(children)
            .map(child -> descriptor(MANIFEST, child, size(name, child)))
            .collect(Collectors.joining(","));
    return manifest(
        name,
        tag,
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}".formatted(INDEX, all));
  }

  /** Makes the tag name what is there already. */
  void move(String repository, String tag, Digest digest) {
    RepositoryName name = RepositoryName.parse(repository);
    byte[] bytes = content.manifests().find(name, digest).orElseThrow().bytes();
    Manifests.Pushed _ =
        content
            .manifests()
            .put(new Manifests.Push(name, Tag.parse(tag), List.of(), Optional.empty(), bytes));
  }

  static Digest digest(String text) {
    return Digest.of(Algorithm.SHA256, text.getBytes(ISO_8859_1));
  }

  Digest manifest(RepositoryName name, String tag, String json) {
    return content
        .manifests()
        .put(
            new Manifests.Push(
                name, Tag.parse(tag), List.of(), Optional.empty(), json.getBytes(UTF_8)))
        .digest();
  }

  private long size(RepositoryName name, Digest digest) {
    return content.manifests().find(name, digest).orElseThrow().bytes().length;
  }

  private Digest push(RepositoryName name, String text) {
    Digest digest = digest(text);
    Iterator<ByteBuffer> left = List.of(ByteBuffer.wrap(text.getBytes(ISO_8859_1))).iterator();
    Chunks chunks = () -> left.hasNext() ? Optional.of(left.next()) : Optional.empty();
    content.uploads().put(name, digest, chunks);
    return digest;
  }

  private String descriptor(RepositoryName name, String type, String blob) {
    return descriptor(type, push(name, blob), blob.length());
  }

  private static String descriptor(String type, Digest digest, long size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(type, digest, size);
  }
}
