package dev.lading.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.content.Algorithm;
import dev.lading.content.Change;
import dev.lading.content.ContentException.BlobUnknown;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.RepositoryPattern;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Pause;
import dev.lading.content.store.ContentStore;
import dev.lading.server.exchange.Caller;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.RequestException.PullRefused;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Route;
import dev.lading.server.exchange.SentRequest;
import dev.lading.server.handlers.Routes;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.policy.Holdings;
import dev.lading.trust.policy.Renewal;
import dev.lading.trust.policy.SignedPulls;
import dev.lading.trust.policy.TrustRule;
import dev.lading.trust.policy.TrustRule.Mode;
import dev.lading.trust.policy.TrustRules;
import dev.lading.trust.policy.Verdict;
import dev.lading.trust.store.TrustStore;
import dev.lading.trust.verify.RootPins;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where in the routes the rules of trust stand: nothing is signed here, and only some must be. */
class RefusedPullsTest {
  private static final String BLOB = "a config";
  private static final Digest DIGEST = digest(BLOB);
  private static final String IMAGE =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[],
       "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":8,"digest":"%s"}}"""
          .formatted(DIGEST);
  private static final Caller EXEMPT =
      new Caller(Optional.empty(), _ -> true, _ -> false, _ -> true, "prod/app"::equals, List.of());

  private final MemoryDriver driver = new MemoryDriver(InstantSource.system());
  private final List<Change> changes = new ArrayList<>();
  private final ContentStore store =
      ContentStore.open(
          driver,
          new ContentStore.Settings(1 << 20, 1 << 20, 1 << 20, GcTerms.DEFAULT),
          new ContentStore.Surroundings(
              InstantSource.system(),
              System::nanoTime,
              UUID::randomUUID,
              Runnable::run,
              Pause.SLEEP),
          List.of(changes::add));
  private final Refusals refusals = new Refusals();
  private final List<Route> routes =
      Routes.of(
          store,
          new SignedPulls(
              new SignedPulls.Settings(
                  new TrustRules(
                      List.of(rule("prod/**", Mode.ENFORCE), rule("seen/**", Mode.AUDIT))),
                  "localhost:5000",
                  1 << 20),
              new TrustStore(driver, InstantSource.system(), new SplittableRandom(), 1 << 20),
              Holdings.of(store),
              Renewal.NONE,
              InstantSource.system(),
              refusals),
          new Routes.Settings(4 << 20, 10, 100, 100, false, () -> true));

  RefusedPullsTest() {
    for (String name : List.of("prod/app", "seen/app", "dev/app")) {
      assertThat(push(name).status()).isEqualTo(201);
    }
    changes.clear();
  }

  @ParameterizedTest
  @EnumSource(names = {"GET", "HEAD"})
  void manifest_thatIsNotSigned_isRefusedByTagAndByDigest(Method method) {
    for (String reference : List.of("v1", digest(IMAGE).toString())) {
      assertThatExceptionOfType(PullRefused.class)
          .isThrownBy(() -> manifest(method, "prod/app", reference, Caller.ANYBODY))
          .satisfies(
              refused -> {
                assertThat(refused.refusal()).isInstanceOf(Verdict.Unsigned.class);
                assertThat(refused.manifest())
                    .hasValueSatisfying(
                        manifest -> {
                          assertThat(manifest.digest()).isEqualTo(digest(IMAGE));
                          assertThat(manifest.size()).isEqualTo(IMAGE.length());
                        });
              });
    }
    assertThat(changes).isEmpty();
    assertThat(refusals.refused()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"GET, dev/app, 0", "HEAD, dev/app, 0", "GET, seen/app, 1", "HEAD, seen/app, 1"})
  void manifest_thatNoRuleRefuses_isServed(Method method, String name, long audited) {
    assertThat(manifest(method, name, "v1", Caller.ANYBODY).status()).isEqualTo(200);
    assertThat(refusals.audited()).isEqualTo(audited);
    assertThat(refusals.refused()).isZero();
  }

  @Test
  void manifest_isServedToWhoeverIsExemptThere() {
    assertThat(manifest(Method.GET, "prod/app", "v1", EXEMPT).status()).isEqualTo(200);
    assertThat(blob(Method.GET, "prod/app", DIGEST, EXEMPT).status()).isEqualTo(200);
    assertThat(refusals.refused()).isZero();
    push("prod/other");
    assertThatExceptionOfType(PullRefused.class)
        .isThrownBy(() -> manifest(Method.GET, "prod/other", "v1", EXEMPT));
  }

  @Test
  void blob_ofWhatIsNotSigned_isRefusedButForItsHead() {
    assertThatExceptionOfType(PullRefused.class)
        .isThrownBy(() -> blob(Method.GET, "prod/app", DIGEST, Caller.ANYBODY))
        .satisfies(
            refused -> {
              assertThat(refused.refusal()).isInstanceOf(Verdict.BlobUnsigned.class);
              assertThat(refused.manifest()).isEmpty();
            });
    assertThat(blob(Method.HEAD, "prod/app", DIGEST, Caller.ANYBODY).status()).isEqualTo(200);
    assertThat(blob(Method.GET, "dev/app", DIGEST, Caller.ANYBODY).status()).isEqualTo(200);
    assertThat(blob(Method.GET, "seen/app", DIGEST, Caller.ANYBODY).status()).isEqualTo(200);
  }

  @Test
  void blob_thatIsNotThere_isUnknown() {
    assertThatExceptionOfType(BlobUnknown.class)
        .isThrownBy(() -> blob(Method.GET, "prod/app", digest("none"), Caller.ANYBODY));
  }

  /** What is known to a client already is not told to be so either. */
  @Test
  void blob_ofWhatIsNotSigned_isNotConfirmed() {
    SentRequest conditional =
        on(Method.GET, "/v2/<name>/blobs/<digest>", "prod/app")
            .word("digest", DIGEST.toString())
            .header("If-None-Match", "\"" + DIGEST + "\"");
    assertThatExceptionOfType(PullRefused.class)
        .isThrownBy(() -> serve(conditional, Caller.ANYBODY));
  }

  @ParameterizedTest
  @CsvSource({
    "prod/app, dev/new,  202",
    "prod/app, prod/app, 201",
    "seen/app, dev/new,  201",
    "dev/app,  prod/new, 201"
  })
  void mount_readsWhereItMountsFrom(String from, String to, int status) {
    assertThat(mount(from, to, Caller.ANYBODY).status()).isEqualTo(status);
  }

  @Test
  void mount_byWhoeverIsExemptThere_isMade() {
    assertThat(mount("prod/app", "dev/new", EXEMPT).status()).isEqualTo(201);
  }

  @Test
  void listsOfWhatIsNotSigned_areServed() {
    assertThat(serve(on(Method.GET, "/v2/<name>/tags/list", "prod/app"), Caller.ANYBODY).status())
        .isEqualTo(200);
    SentRequest referrers =
        on(Method.GET, "/v2/<name>/referrers/<digest>", "prod/app")
            .word("digest", digest(IMAGE).toString());
    assertThat(serve(referrers, Caller.ANYBODY).status()).isEqualTo(200);
  }

  private Response push(String name) {
    Iterator<ByteBuffer> left = List.of(ByteBuffer.wrap(BLOB.getBytes(UTF_8))).iterator();
    store
        .uploads()
        .put(
            RepositoryName.parse(name),
            DIGEST,
            () -> left.hasNext() ? Optional.of(left.next()) : Optional.empty());
    return serve(
        on(Method.PUT, "/v2/<name>/manifests/<reference>", name)
            .word("reference", "v1")
            .body(IMAGE),
        Caller.ANYBODY);
  }

  private Response manifest(Method method, String name, String reference, Caller caller) {
    return serve(
        on(method, "/v2/<name>/manifests/<reference>", name).word("reference", reference), caller);
  }

  private Response blob(Method method, String name, Digest digest, Caller caller) {
    return serve(
        on(method, "/v2/<name>/blobs/<digest>", name).word("digest", digest.toString()), caller);
  }

  private Response mount(String from, String to, Caller caller) {
    return serve(
        on(Method.POST, "/v2/<name>/blobs/uploads/", to).query("mount=" + DIGEST + "&from=" + from),
        caller);
  }

  private static SentRequest on(Method method, String pattern, String name) {
    return SentRequest.of(method, pattern).word("name", name);
  }

  private Response serve(SentRequest sent, Caller caller) {
    return routes.stream()
        .filter(row -> row.method() == sent.method() && row.pattern().equals(sent.pattern()))
        .findFirst()
        .orElseThrow()
        .handler()
        .handle(sent.request().by(caller));
  }

  private static TrustRule rule(String repository, Mode mode) {
    return new TrustRule(
        RepositoryPattern.parse(repository), mode, RootPins.NONE, TrustRule.USUAL_ROLES, List.of());
  }

  private static Digest digest(String text) {
    return Digest.of(Algorithm.SHA256, text.getBytes(UTF_8));
  }
}
