package dev.lading.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.s3.Finding.Fails;
import dev.lading.storage.s3.Finding.Untried;
import dev.lading.storage.s3.Finding.Works;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

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

  @Test
  void probe_withWrongCredentials_namesTheRightsThatAreMissing() {
    List<Finding> findings =
        probe(
            server.settings().withCredentials(new S3Credentials("test", "wrong", Optional.empty())),
            InstantSource.system());
    assertThat(of(Ability.REACH, findings).result()).isEqualTo(new Works());
    assertThat(of(Ability.LIST, findings).isFatal()).isTrue();
    assertThat(of(Ability.WRITE, findings).result())
        .isInstanceOfSatisfying(
            Fails.class, fails -> assertThat(fails.nextStep()).contains("s3:PutObject"));
    assertThat(of(Ability.READ, findings).result()).isEqualTo(new Untried(Ability.WRITE));
  }

  @Test
  void probe_ofNoBucket_isFatal() {
    List<Finding> findings =
        probe(
            S3Settings.of("missing", "us-east-1")
                .withEndpoint(server.settings().endpoint())
                .withCredentials(server.settings().credentials().orElseThrow()),
            InstantSource.system());
    assertThat(of(Ability.LIST, findings).isFatal()).isTrue();
  }

  @Test
  void probe_ofAStoreThatIsNotThere_triesNothingElse() throws IOException {
    List<Finding> findings =
        probe(
            server.settings().withEndpoint(S3Endpoint.of("http://127.0.0.1:" + freePort())),
            InstantSource.system());
    assertThat(of(Ability.REACH, findings).result()).isInstanceOf(Fails.class);
    assertThat(findings)
        .filteredOn(f -> f.ability() != Ability.REACH)
        .allSatisfy(f -> assertThat(f.result()).isInstanceOf(Untried.class));
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
