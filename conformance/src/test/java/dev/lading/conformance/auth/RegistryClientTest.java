package dev.lading.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.conformance.auth.Site.Way;
import dev.lading.conformance.support.DockerRegistry;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import dev.lading.content.Algorithm;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.MediaType;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.runtime.registry.RegistryException.Danger;
import dev.lading.runtime.registry.RegistryException.LoginRefused;
import dev.lading.runtime.registry.RegistryException.Refused;
import dev.lading.runtime.registry.RegistryException.Unsafe;
import dev.lading.runtime.registry.RegistryException.Untrusted;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.client.BlobStream;
import dev.lading.runtime.registry.client.FetchedManifest;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.registry.http.HostCertificates;
import dev.lading.runtime.registry.http.Patience;
import dev.lading.runtime.registry.http.PlainHttp;
import dev.lading.runtime.registry.http.ProxyRules;
import dev.lading.runtime.registry.http.Repetition;
import dev.lading.runtime.registry.http.RequestBody;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.login.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The program's own client, against registries with and without encryption and logins. */
class RegistryClientTest {
  private static final RepositoryName APP = RepositoryName.parse("team-a/app");
  private static final RepositoryName OTHER = RepositoryName.parse("team-a/other");
  private static final Tag TAG = new Tag("v1");
  private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LAYER = layer(3_000_000);

  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicTest> journey_inClearText() {
    Path store = directory.resolve("store");
    DynamicTest lading =
        DynamicTest.dynamicTest(
            "lading", () -> journey(LadingServer.in(Files.createDirectories(store)).start()));
    DynamicTest peer =
        DynamicTest.dynamicTest(
            "docker-registry",
            () -> journey(DockerRegistry.start(directory, directory.resolve("peer"))));
    return DockerRegistry.isToBeRun() ? Stream.of(lading, peer) : Stream.of(lading);
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"TOKENS", "BASIC"})
  void journey_overTls_withALogin(Way way) throws IOException {
    try (Site site = Site.start(way, directory);
        Transport transport = transport(trusting(site))) {
      RegistryHost host = RegistryHost.parse(site.host());
      RegistryClient alice = client(host, transport, Optional.of(People.ALICE));

      journey(alice);

      assertThat(alice.base()).hasScheme("https");
      RegistryClient bob = client(host, transport, Optional.of(People.BOB));
      assertThat(bob.tags(APP).all()).contains(TAG);
      assertThatThrownBy(
              () -> bob.uploads(APP).push(described(new byte[] {7}), body(new byte[] {7})))
          .isInstanceOfAny(LoginRefused.class, Refused.class);
      assertThatThrownBy(() -> client(host, transport, Optional.empty()).tags(APP).all())
          .isInstanceOf(LoginRefused.class);
    }
  }

  @Test
  void tokenServerInClearText_ofAnEncryptedRegistry_getsNoPassword() throws IOException {
    try (Site site = Site.start(Way.EXTERNAL, directory);
        Transport transport = transport(trusting(site))) {
      RegistryClient client =
          client(RegistryHost.parse(site.host()), transport, Optional.of(People.ALICE));

      assertThatThrownBy(client::ping)
          .isInstanceOfSatisfying(
              Unsafe.class, e -> assertThat(e.danger()).isEqualTo(Danger.DOWNGRADE));
    }
  }

  @Test
  void certificateOfAnAuthorityThatNobodyNamed_isNotBelieved() {
    try (Site site = Site.start(Way.TOKENS, directory);
        Transport transport = transport(new HostCertificates(List.of(), Optional.empty()))) {
      RegistryClient client =
          client(RegistryHost.parse(site.host()), transport, Optional.of(People.ALICE));

      assertThatThrownBy(client::ping).isInstanceOf(Untrusted.class);
    }
  }

  private void journey(RegistryProcess registry) throws IOException {
    try (registry;
        Transport transport = transport(new HostCertificates(List.of(), Optional.empty()))) {
      RegistryHost host = RegistryHost.parse(registry.url().getAuthority());
      RegistryClient client = client(host, transport, Optional.empty());
      assertThat(client.base()).hasScheme("http");
      journey(client);
    }
  }

  private static void journey(RegistryClient client) throws IOException {
    client.ping();
    client.uploads(APP).push(described(CONFIG), body(CONFIG));
    client.uploads(APP).push(described(LAYER), body(LAYER));
    client.uploads(OTHER).mount(described(LAYER), APP, body(LAYER));
    assertThat(client.blobs(OTHER).has(described(LAYER).digest())).isTrue();

    byte[] manifest = manifest();
    Digest digest = client.manifests(APP).put(TAG, MediaType.OCI_MANIFEST.toString(), manifest);
    FetchedManifest byTag = client.manifests(APP).get(TAG);
    assertThat(byTag.bytes()).isEqualTo(manifest);
    assertThat(byTag.descriptor().digest()).isEqualTo(digest);
    assertThat(client.manifests(APP).resolve(TAG).descriptor()).isEqualTo(byTag.descriptor());
    assertThat(client.manifests(APP).get(digest).bytes()).isEqualTo(manifest);
    assertThat(client.manifests(APP).find(new Tag("none"))).isEmpty();
    assertThat(client.tags(APP).all()).containsExactly(TAG);
    assertThat(client.referrers(APP).of(digest)).isEmpty();

    try (BlobStream blob = client.blobs(APP).open(described(LAYER))) {
      assertThat(blob.readAllBytes()).isEqualTo(LAYER);
    }
    MessageDigest begun = Algorithm.SHA256.newDigest();
    begun.update(LAYER, 0, 1_000_001);
    try (BlobStream rest = client.blobs(APP).resume(described(LAYER), 1_000_001, begun)) {
      assertThat(rest.readAllBytes()).isEqualTo(Arrays.copyOfRange(LAYER, 1_000_001, LAYER.length));
    }
    client.manifests(APP).delete(digest);
    assertThat(client.manifests(APP).find(digest)).isEmpty();
    client.manifests(APP).put(TAG, MediaType.OCI_MANIFEST.toString(), manifest);
  }

  private HostCertificates trusting(Site site) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("certs.d").resolve(site.host()));
    Files.copy(site.certificates().resolve("ca.crt"), folder.resolve("ca.crt"));
    return new HostCertificates(List.of(directory.resolve("certs.d")), Optional.empty());
  }

  private static Transport transport(HostCertificates certificates) {
    return new Transport(
        new Transport.Settings(
            certificates,
            ProxyRules.none(),
            PlainHttp.LOOPBACK,
            Patience.usual(),
            Repetition.usual(Clock.systemUTC(), new Random()),
            "lading/test"));
  }

  private static RegistryClient client(
      RegistryHost host, Transport transport, Optional<People> who) {
    return RegistryClient.connect(
        host,
        transport,
        _ -> who.map(p -> new Credentials.Password(p.login(), p.password())),
        Clock.systemUTC());
  }

  private static byte[] manifest() {
    return """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":%d},
         "layers":[{"mediaType":"%s","digest":"%s","size":%d}]}"""
        .formatted(
            MediaType.OCI_MANIFEST,
            "application/vnd.oci.image.config.v1+json",
            described(CONFIG).digest(),
            CONFIG.length,
            "application/vnd.oci.image.layer.v1.tar",
            described(LAYER).digest(),
            LAYER.length)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Descriptor described(byte[] bytes) {
    return Descriptor.of("", Digest.of(Algorithm.SHA256, bytes), bytes.length);
  }

  private static RequestBody body(byte[] bytes) {
    return RequestBody.of(bytes);
  }

  private static byte[] layer(int length) {
    byte[] bytes = new byte[length];
    new Random(5).nextBytes(bytes);
    return bytes;
  }
}
