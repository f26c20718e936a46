package dev.lading.conformance.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.Patience;
import dev.lading.conformance.support.RegistryProcess;
import dev.lading.conformance.support.S3Server;
import dev.lading.conformance.trust.Owner.Start;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a server with SIGKILL while many repositories are begun and published to, each at a point
 * of its own. Started anew, the server has of each publication all or nothing, all of those that it
 * acknowledged, and takes the next one. {@code -Dcrash.seed=} repeats the moments of a run, {@code
 * -Dcrash.publication.rounds=} adds rounds.
 */
class PublicationKillTest {
  private static final String HOST = "reg.example.com";
  private static final int MORE_ROUNDS = Integer.getInteger("crash.publication.rounds", 0);
  private static final int PUBLISHERS = 6;
  private static final int PUBLICATIONS_EACH = 3;
  private static final int FULL_SPEED = 2 * PUBLISHERS;
  private static final Duration LONGEST = Duration.ofMillis(300);

  private final Path directory;
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger acknowledged = new AtomicInteger();

  PublicationKillTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void onADirectory_everyPublicationIsWholeOrAbsent() throws Exception {
    killAgainAndAgain(LadingServer.in(directory), 2);
  }

  @Test
  void overABucket_everyPublicationIsWholeOrAbsent() throws Exception {
    try (S3Server s3 = S3Server.start(directory)) {
      killAgainAndAgain(
          LadingServer.in(directory).on(s3).with("auth.sealing.keyfile", sealingKey()), 1);
    }
  }

  private String sealingKey() throws IOException {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return Files.writeString(
            directory.resolve("sealing-key"), Base64.getEncoder().encodeToString(key))
        .toString();
  }

  private void killAgainAndAgain(LadingServer bare, int rounds) throws Exception {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    System.out.println("PublicationKillTest: -Dcrash.seed=" + seed);
    Random random = new Random(seed);
    LadingServer lading = bare.with("trust.hostnames", List.of(HOST));
    List<Owner> owners = new ArrayList<>();
    for (int round = 0; round < rounds + MORE_ROUNDS; round++) {
      owners = publishUntilKilled(lading, owners, random.nextLong(LONGEST.toNanos()));
    }
    try (RegistryProcess server = lading.start()) {
      inspect(owners, server);
    }
  }

  /** First looks at what the kill before this one has left. */
  private List<Owner> publishUntilKilled(LadingServer lading, List<Owner> before, long more)
      throws Exception {
    RegistryProcess server = lading.start();
    try (TrustServer trust = new TrustServer(server);
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS)) {
      inspect(before, server);
      List<Future<List<Owner>>> publishing = new ArrayList<>();
      for (int i = 0; i < PUBLISHERS; i++) {
        publishing.add(threads.submit(() -> publish(trust)));
      }
      int full = acknowledged.get() + FULL_SPEED;
      Patience.await("publications", () -> acknowledged.get() >= full);
      LockSupport.parkNanos(more);
      server.kill();
      List<Owner> owners = new ArrayList<>();
      for (Future<List<Owner>> each : publishing) {
        owners.addAll(each.get());
      }
      assertThat(owners).hasSizeGreaterThanOrEqualTo(PUBLISHERS);
      return owners;
    } finally {
      server.kill();
    }
  }

  /**
   * Begins one repository after the other, until there is no server any more.
   *
   * @return the owners of the last, and of the last but one, to which nothing happens any more
   */
  private List<Owner> publish(TrustServer trust) {
    List<Owner> owners = new ArrayList<>();
    try {
      while (true) {
        Gun gun = Gun.parse(HOST + "/kill/r" + number.incrementAndGet());
        Owner owner = Owner.begin(gun, trust, Start.EMPTY);
        owners.add(owner);
        for (int i = 0; i < PUBLICATIONS_EACH; i++) {
          owner.publishNext();
          acknowledged.incrementAndGet();
        }
      }
    } catch (IOException _) {
      return owners.subList(Math.max(0, owners.size() - 2), owners.size());
    }
  }

  private void inspect(List<Owner> owners, RegistryProcess server) throws IOException {
    try (TrustServer trust = new TrustServer(server);
        Readers readers = Readers.of(server, directory.resolve("readers"))) {
      for (Owner owner : owners) {
        owner.turnTo(trust);
        inspect(owner, readers);
        owner.publishNext();
        assertThat(readers.tag(owner.gun())).isEqualTo("v" + owner.version(Role.TARGETS));
      }
    }
  }

  private static void inspect(Owner owner, Readers readers) throws IOException {
    long acknowledged = owner.version(Role.TARGETS);
    int root = owner.server().send("GET", owner.gun(), "root.json").statusCode();
    if (root == 404) {
      assertThat(acknowledged).as("%s", owner.gun()).isZero();
      assertThat(owner.server().send("GET", owner.gun(), "timestamp.json").statusCode())
          .isEqualTo(404);
      return;
    }
    String tag = readers.tag(owner.gun());
    assertThat(tag).as("%s", owner.gun()).isIn("v" + acknowledged, "v" + (acknowledged + 1));
    if (!tag.equals("v" + acknowledged)) {
      owner.adopt();
    }
  }
}
