package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Route;
import dev.lading.server.exchange.SentRequest;
import dev.lading.server.trust.Publisher;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.policy.TrustRules;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.publish.UploadedPart;
import dev.lading.trust.service.TrustData;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** A registry that is to write nothing: what has expired is served as it is, and no work begins. */
class ReadOnlyTrustTest {
  private static final Gun GUN = Gun.parse("localhost:5000/team/app");
  private static final String FILE = "/v2/<name>/_trust/tuf/<file>";

  private final MemoryDriver driver = new MemoryDriver(InstantSource.fixed(GatedRegistry.NOW));
  private final Instant later = GatedRegistry.NOW.plus(Duration.ofDays(15));

  @Test
  void timestamp_thatHasExpired_isServedAsItIs() {
    publish(trust(GatedRegistry.NOW, false));
    byte[] published = timestamp(trust(GatedRegistry.NOW, false));

    assertThat(timestamp(trust(later, true))).isEqualTo(published);
    assertThat(timestamp(trust(later, false))).isNotEqualTo(published);
  }

  @Test
  void work_inTheBackground_beginsOnlyWhereItMayWrite() {
    Executor nobody =
        _ -> {
          throw new AssertionError("work has begun");
        };
    trust(later, true).begin(nobody);

    int[] begun = {0};
    trust(later, false).begin(_ -> begun[0]++);
    assertThat(begun[0]).isEqualTo(2);
  }

  private Trust trust(Instant now, boolean readOnly) {
    return Trust.open(
        new TrustSettings(
            GatedRegistry.HOSTNAMES,
            TrustRules.NONE,
            new SealingKey.Given(new SecretKeySpec(new byte[32], "HKDF")),
            1 << 20),
        new Trust.Surroundings(
            driver,
            GatedRegistry.store(driver, InstantSource.fixed(now)),
            new Refusals(),
            InstantSource.fixed(now),
            new SecureRandom(),
            readOnly,
            () -> true));
  }

  private static void publish(Trust trust) {
    TrustData data = trust.data();
    Publisher publisher = new Publisher(GUN, GatedRegistry.NOW);
    byte[] root =
        publisher.root(1, data.key(GUN, Role.SNAPSHOT), data.key(GUN, Role.TIMESTAMP)).bytes();
    List<UploadedPart> parts =
        List.of(
            new UploadedPart("root", root),
            new UploadedPart("targets", publisher.targets(2).bytes()));
    assertThat(data.publish(GUN, parts)).isInstanceOf(Accepted.class);
  }

  private static byte[] timestamp(Trust trust) {
    Route route =
        trust.routes().stream()
            .filter(row -> row.method() == Method.GET && row.pattern().equals(FILE))
            .findFirst()
            .orElseThrow();
    SentRequest sent =
        SentRequest.of(Method.GET, FILE)
            .word("name", GUN.toString())
            .word("file", "timestamp.json");
    Response answer = route.handler().handle(sent.request());
    return ((Response.Bytes) answer.body()).bytes();
  }
}
