package dev.lading.storage.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lading.storage.s3.Finding.Fails;
import dev.lading.storage.s3.Finding.Untried;
import dev.lading.storage.s3.Finding.Works;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store that can do all, and stores that lack something. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class ProbeTest {
  private final LocalS3 server;

  ProbeTest() throws Exception {
    server = LocalS3.start();
  }

  @AfterAll
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void probe_ofAStoreThatCanDoAll_findsNoFault_andLeavesNothing() {
    List<Finding> findings = probe(server.settings(), InstantSource.system());
    assertThat(findings).extracting(Finding::ability).containsExactly(Ability.values());
    assertThat(findings).allSatisfy(f -> assertThat(f.result()).isEqualTo(new Works()));
    assertThat(findings).noneMatch(Finding::isFatal);
    assertThat(server.content()).isEmpty();
  }

  @Test
  void probe_withAnotherClock_saysHowFarApart() {
    List<Finding> findings =
        probe(
            server.settings(),
            InstantSource.offset(InstantSource.system(), Duration.ofMinutes(10)));
    Finding clock = of(Ability.CLOCK, findings);
    assertThat(clock.result()).isInstanceOf(Fails.class);
    assertThat(clock.isFatal()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "test, wrong, SignatureDoesNotMatch, check secretkey",
    "nobody, secret, InvalidAccessKeyId, check accesskey"
  })
  void probe_withWrongCredentials_namesWhichOneToCheck(
      String accessKey, String secretKey, String code, String advice) {
    S3Credentials wrong = new S3Credentials(accessKey, secretKey, Optional.empty());
    List<Finding> findings =
        probe(server.settings().withCredentials(wrong), InstantSource.system());
    assertThat(of(Ability.REACH, findings).result()).isEqualTo(new Works());
    requireOnlyFailure(findings, Ability.LIST, code, advice);
  }

  @Test
  void probe_ofNoBucket_saysSo_andTriesNothingElse() {
    List<Finding> findings = probe(server.settings("missing"), InstantSource.system());
    requireOnlyFailure(findings, Ability.LIST, "NoSuchBucket", "create the bucket, or check");
  }

  @Test
  void probe_ofAPortWithoutServer_triesNothingElse() throws IOException {
    List<Finding> findings = probeOf("http://127.0.0.1:" + freePort());
    requireOnlyFailure(findings, Ability.REACH, "nothing listens there", "start the store");
  }

  @Test
  void probe_byTlsOfAStoreWithout_namesTheScheme() {
    List<Finding> findings = probeOf("https://127.0.0.1:" + server.port());
    requireOnlyFailure(findings, Ability.REACH, "does not speak TLS", "secure: false");
  }

  @ParameterizedTest
  @CsvSource({
    "404, text/plain, not found",
    "403, text/html, <html>",
    "200, text/html, <html><p>hello",
    "200, text/html, <html>hello</html>"
  })
  void probe_ofAnotherKindOfServer_saysThatItIsNoStore(int status, String type, String page)
      throws IOException {
    HttpServer web = web(status, type, page);
    try {
      List<Finding> findings = probeOf("http://127.0.0.1:" + web.getAddress().getPort());
      requireOnlyFailure(findings, Ability.REACH, "not in the words of S3", "regionendpoint");
    } finally {
      web.stop(0);
    }
  }

  @Test
  void probe_withARightMissing_namesIt_andTriesTheRest() throws IOException {
    HttpServer web = web(403, "application/xml", "<Error><Code>AccessDenied</Code></Error>");
    try {
      List<Finding> findings = probeOf("http://127.0.0.1:" + web.getAddress().getPort());
      assertThat(advice(of(Ability.LIST, findings))).contains("s3:ListBucket");
      assertThat(advice(of(Ability.WRITE, findings))).contains("s3:PutObject");
      assertThat(of(Ability.READ, findings).result()).isEqualTo(new Untried(Ability.WRITE));
    } finally {
      web.stop(0);
    }
  }

  @Test
  void probe_ofABucketElsewhere_namesItsRegion() throws IOException {
    HttpServer web = web(301, "application/xml", "<Error><Code>PermanentRedirect</Code></Error>");
    try {
      List<Finding> findings = probeOf("http://127.0.0.1:" + web.getAddress().getPort());
      requireOnlyFailure(findings, Ability.LIST, "it is in eu-west-9", "check region");
    } finally {
      web.stop(0);
    }
  }

  /** One line about what is wrong, and no other complaint. */
  private static void requireOnlyFailure(
      List<Finding> findings, Ability failing, String reason, String advice) {
    assertThat(findings)
        .filteredOn(finding -> finding.result() instanceof Fails)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.ability()).isEqualTo(failing);
              assertThat(finding.isFatal()).isTrue();
              assertThat(((Fails) finding.result()).reason()).contains(reason).doesNotContain("\n");
              assertThat(advice(finding)).contains(advice);
            });
    assertThat(of(Ability.WRITE, findings).result()).isInstanceOf(Untried.class);
  }

  private static String advice(Finding finding) {
    return ((Fails) finding.result()).nextStep();
  }

  private List<Finding> probeOf(String address) {
    return probe(server.settings().withEndpoint(S3Endpoint.of(address)), InstantSource.system());
  }

  /** Answers everything with the same. */
  private static HttpServer web(int status, String type, String page) throws IOException {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("x-amz-bucket-region", "eu-west-9");
            exchange.sendResponseHeaders(status, page.length());
            exchange.getResponseBody().write(page.getBytes(US_ASCII));
          }
        });
    web.start();
    return web;
  }

  private static List<Finding> probe(S3Settings settings, InstantSource clock) {
    try (S3Driver driver = LocalS3.open(settings)) {
      return driver.probe(clock);
    }
  }

  private static Finding of(Ability ability, List<Finding> findings) {
    return findings.stream().filter(f -> f.ability() == ability).findFirst().orElseThrow();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
