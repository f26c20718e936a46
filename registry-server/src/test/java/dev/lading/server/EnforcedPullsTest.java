package dev.lading.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.config.Configuration;
import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.store.ContentStore;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.RequestException.PullRefused;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Route;
import dev.lading.server.exchange.SentRequest;
import dev.lading.server.exchange.TrustError;
import dev.lading.server.exchange.TrustRefusal;
import dev.lading.server.handlers.Routes;
import dev.lading.server.trust.Form;
import dev.lading.server.trust.Publisher;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.policy.Verdict;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A registry as its configuration puts it together, in memory and behind no gate: what is published
 * on some of its routes decides on others, at once. Its clock stands still.
 */
class EnforcedPullsTest {
  private static final String BLOB = "a config";
  private static final String TUF = "/v2/<name>/_trust/tuf/";
  private static final String MANIFEST = "/v2/<name>/manifests/<reference>";
  private static final Gun GUN = Gun.parse("localhost:5000/prod/app");
  private static final InstantSource CLOCK = InstantSource.fixed(GatedRegistry.NOW);

  private final MemoryDriver driver = new MemoryDriver(CLOCK);
  private final ContentStore store = GatedRegistry.store(driver, CLOCK);
  private final Refusals refusals = new Refusals();
  private final Publisher publisher = new Publisher(GUN, GatedRegistry.NOW);

  @Test
  void pull_isServedFromThePublicationOn_andRefusedFromTheDeletionOn() {
    Registry registry = open("first-use");
    Digest signed = registry.push("v1");
    Digest other = registry.push("v2");
    registry.requireUnsigned("v1");
    registry.requireUnsigned(signed.toString());

    registry.publish(Map.of("root", registry.root(), "targets", targets(2, Map.of("v1", signed))));
    assertThat(registry.pull("v1").status()).isEqualTo(200);
    assertThat(registry.pull(signed.toString()).status()).isEqualTo(200);
    registry.requireUnsigned("v2");

    registry.publish(Map.of("targets", targets(3, Map.of("v2", other))));
    registry.requireUnsigned("v1");
    registry.requireUnsigned(signed.toString());
    assertThat(registry.pull("v2").status()).isEqualTo(200);

    assertThat(registry.serve(on(Method.DELETE, TUF, GUN.toString())).status()).isEqualTo(200);
    registry.requireUnsigned("v2");
    assertThat(refusals.refused()).isEqualTo(6);
  }

  @Test
  void tag_thatIsMoved_isRefused_untilItIsSignedAgain() {
    Registry registry = open("first-use");
    Digest signed = registry.push("v1");
    registry.publish(Map.of("root", registry.root(), "targets", targets(2, Map.of("v1", signed))));

    Digest moved = registry.push("v1", "another");
    assertThatExceptionOfType(PullRefused.class)
        .isThrownBy(() -> registry.pull("v1"))
        .satisfies(
            refused -> {
              assertThat(refused.refusal()).isInstanceOf(Verdict.DigestDiffers.class);
              assertThat(refused.refusal().signed()).contains(signed);
              assertThat(refused.refusal().served()).isEqualTo(moved);
            });
    assertThat(registry.pull(signed.toString()).status()).isEqualTo(200);

    registry.publish(Map.of("targets", targets(3, Map.of("v1", moved))));
    assertThat(registry.pull("v1").status()).isEqualTo(200);
  }

  /** The second of the host names is another registry's as far as rules go. */
  @Test
  void signature_underAnotherHostname_doesNotCount() {
    Gun other = Gun.parse("reg.example.com/prod/app");
    Publisher theirs = new Publisher(other, GatedRegistry.NOW);
    Registry registry = open("first-use");
    Digest digest = registry.push("v1");

    registry.publish(
        other,
        Map.of(
            "root", registry.root(other, theirs),
            "targets", theirs.targets(2, Map.of("v1", Target.of(digest, 1)))));

    registry.requireUnsigned("v1");
  }

  @Test
  void repository_beginsOnlyWithARootThatItsRuleNames() {
    Registry registry = open("[" + publisher.rootId() + "]");
    Publisher stranger = new Publisher(GUN, GatedRegistry.NOW);
    Digest digest = registry.push("v1");

    assertThatExceptionOfType(TrustRefusal.class)
        .isThrownBy(
            () ->
                registry.publish(
                    Map.of(
                        "root",
                        registry.root(GUN, stranger),
                        "targets",
                        stranger.targets(2, Map.of("v1", Target.of(digest, 1))))))
        .satisfies(refused -> assertThat(refused.error()).isEqualTo(TrustError.INVALID_UPDATE));
    registry.requireUnsigned("v1");

    registry.publish(Map.of("root", registry.root(), "targets", targets(2, Map.of("v1", digest))));
    assertThat(registry.pull("v1").status()).isEqualTo(200);
  }

  /** A deletion makes no way around the pins either. */
  @Test
  void repository_thatWasDeleted_beginsAgainOnlyWithARootThatItsRuleNames() {
    Registry registry = open("[" + publisher.rootId() + "]");
    Publisher stranger = new Publisher(GUN, GatedRegistry.NOW);
    registry.publish(Map.of("root", registry.root(), "targets", publisher.targets(2)));
    registry.serve(on(Method.DELETE, TUF, GUN.toString()));

    assertThatExceptionOfType(TrustRefusal.class)
        .isThrownBy(
            () ->
                registry.publish(
                    Map.of("root", registry.root(GUN, stranger), "targets", stranger.targets(2))))
        .satisfies(refused -> assertThat(refused.error()).isEqualTo(TrustError.INVALID_UPDATE));
  }

  private SignedMetadata targets(int version, Map<String, Digest> tags) {
    Map<String, Target> targets = new HashMap<>();
    tags.forEach((tag, digest) -> targets.put(tag, Target.of(digest, 1)));
    return publisher.targets(version, targets);
  }

  private Registry open(String roots) {
    ServerSettings settings =
        Configuration.parse(
                "/etc/lading/config.yml",
                """
                version: 0.1
                storage: {filesystem: {rootdirectory: /srv/store}}
                trust:
                  hostnames: ["localhost:5000", reg.example.com]
                  policies:
                    - {repository: "prod/**", mode: enforce, roots: %s}
                """
                    .formatted(roots),
                Map.of())
            .read(ServerSettings::from)
            .get();
    TrustSettings read = settings.trust().orElseThrow();
    Trust trust =
        Trust.open(
            new TrustSettings(
                read.hostnames(), read.rules(), new SealingKey.OfThisProcess(), 1 << 20),
            new Trust.Surroundings(
                driver, store, refusals, CLOCK, new SecureRandom(), false, () -> true));
    List<Route> content =
        Routes.of(
            store, trust.policy(), new Routes.Settings(4 << 20, 10, 100, 100, false, () -> true));
    return new Registry(trust, Stream.concat(content.stream(), trust.routes().stream()).toList());
  }

  private static SentRequest on(Method method, String pattern, String name) {
    return SentRequest.of(method, pattern).word("name", name);
  }

  /** One process over the store. */
  private final class Registry {
    private final Trust trust;
    private final List<Route> routes;

    Registry(Trust trust, List<Route> routes) {
      this.trust = trust;
      this.routes = routes;
    }

    Digest push(String tag) {
      return push(tag, tag);
    }

    Digest push(String tag, String text) {
      Iterator<ByteBuffer> left = List.of(ByteBuffer.wrap(BLOB.getBytes(UTF_8))).iterator();
      Digest blob = Digest.of(Algorithm.SHA256, BLOB.getBytes(UTF_8));
      store
          .uploads()
          .put(
              RepositoryName.parse("prod/app"),
              blob,
              () -> left.hasNext() ? Optional.of(left.next()) : Optional.empty());
      String image =
          """
          {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[],
           "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":8,
           "digest":"%s"},"annotations":{"text":"%s"}}"""
              .formatted(blob, text);
      Response pushed =
          serve(on(Method.PUT, MANIFEST, "prod/app").word("reference", tag).body(image));
      assertThat(pushed.status()).isEqualTo(201);
      return Digest.of(Algorithm.SHA256, image.getBytes(UTF_8));
    }

    Response pull(String reference) {
      return serve(on(Method.GET, MANIFEST, "prod/app").word("reference", reference));
    }

    void requireUnsigned(String reference) {
      assertThatExceptionOfType(PullRefused.class)
          .isThrownBy(() -> pull(reference))
          .satisfies(refused -> assertThat(refused.refusal()).isInstanceOf(Verdict.Unsigned.class));
    }

    SignedMetadata root() {
      return root(GUN, publisher);
    }

    SignedMetadata root(Gun gun, Publisher by) {
      return by.root(
          1, trust.data().key(gun, Role.SNAPSHOT), trust.data().key(gun, Role.TIMESTAMP));
    }

    void publish(Map<String, SignedMetadata> files) {
      publish(GUN, files);
    }

    void publish(Gun gun, Map<String, SignedMetadata> files) {
      Response published =
          serve(
              on(Method.POST, TUF, gun.toString())
                  .header("Content-Type", Form.TYPE)
                  .body(Form.of(files)));
      assertThat(published.status()).isEqualTo(200);
    }

    Response serve(SentRequest sent) {
      return routes.stream()
          .filter(row -> row.method() == sent.method() && row.pattern().equals(sent.pattern()))
          .findFirst()
          .orElseThrow()
          .handler()
          .handle(sent.request());
    }
  }
}
