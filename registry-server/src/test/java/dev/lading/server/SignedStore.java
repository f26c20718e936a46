package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

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
import javax.crypto.spec.SecretKeySpec;

/** The store of registries that run one after the other, the last when timestamps have expired. */
final class SignedStore {
  static final Gun GUN = Gun.parse("localhost:5000/team/app");
  static final Instant NOW = GatedRegistry.NOW;
  static final Instant LATER = NOW.plus(Duration.ofDays(15));

  final MemoryDriver driver = new MemoryDriver(InstantSource.fixed(NOW));

  Trust trust(Instant now, boolean readOnly) {
    InstantSource clock = InstantSource.fixed(now);
    return Trust.open(
        new TrustSettings(
            GatedRegistry.HOSTNAMES,
            TrustRules.NONE,
            new SealingKey.Given(new SecretKeySpec(new byte[32], "HKDF")),
            1 << 20),
        new Trust.Surroundings(
            driver,
            GatedRegistry.store(driver, clock),
            new Refusals(),
            clock,
            new SecureRandom(),
            readOnly,
            () -> true));
  }

  /** Publishes the first trust data of {@link #GUN}, at {@link #NOW}. */
  void publish() {
    TrustData data = trust(NOW, false).data();
    Publisher publisher = new Publisher(GUN, NOW);
    byte[] root =
        publisher.root(1, data.key(GUN, Role.SNAPSHOT), data.key(GUN, Role.TIMESTAMP)).bytes();
    List<UploadedPart> parts =
        List.of(
            new UploadedPart("root", root),
            new UploadedPart("targets", publisher.targets(2).bytes()));
    assertThat(data.publish(GUN, parts)).isInstanceOf(Accepted.class);
  }
}
