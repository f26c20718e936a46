package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Pause;
import dev.lading.content.store.ContentStore;
import dev.lading.server.exchange.BareRequest;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.RequestException.SwitchedOff;
import dev.lading.server.exchange.Route;
import dev.lading.server.handlers.Routes;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.policy.TrustPolicy;
import dev.lading.trust.policy.TrustRules;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every route under every combination of switches: nothing that changes content slips through. */
class SwitchesTest {
  private static final Switches ALL_ON = new Switches(false, true);
  private static final Switches DELETES_OFF = new Switches(false, false);
  private static final Switches READ_ONLY = new Switches(true, true);
  private static final Switches READ_ONLY_DELETES_OFF = new Switches(true, false);

  @TestFactory
  Stream<DynamicTest> everyRoute_underEverySwitch() {
    return routes().stream()
        .flatMap(
            route ->
                Stream.of(ALL_ON, DELETES_OFF, READ_ONLY, READ_ONLY_DELETES_OFF)
                    .map(
                        switches ->
                            DynamicTest.dynamicTest(
                                route.method() + " " + route.pattern() + " " + switches,
                                () ->
                                    assertThat(refusal(switches, route))
                                        .isEqualTo(expected(switches, route)))));
  }

  /**
   * What the method says; asking for a key may make one, and only ending one's own upload is a
   * DELETE that deletes no content.
   */
  private static Optional<SwitchedOff.Switch> expected(Switches switches, Route route) {
    boolean reads =
        switch (route.method()) {
          case GET ->
              !route.pattern().endsWith("/blobs/uploads/<id>") && !route.pattern().endsWith(".key");
          case HEAD -> true;
          case POST, PUT, PATCH, DELETE -> false;
        };
    boolean deletes =
        route.method() == Method.DELETE && !route.pattern().endsWith("/blobs/uploads/<id>");
    if (switches.readOnly() && !reads) {
      return Optional.of(SwitchedOff.Switch.READ_ONLY);
    }
    return !switches.deletes() && deletes
        ? Optional.of(SwitchedOff.Switch.DELETES_DISABLED)
        : Optional.empty();
  }

  private static Optional<SwitchedOff.Switch> refusal(Switches switches, Route route) {
    Request request = request(route.method());
    try {
      switches.admit(request, route.need().apply(request));
      return Optional.empty();
    } catch (SwitchedOff e) {
      return Optional.of(e.by());
    }
  }

  private static List<Route> routes() {
    MemoryDriver driver = new MemoryDriver(InstantSource.system());
    ContentStore store =
        ContentStore.open(
            driver,
            new ContentStore.Settings(1 << 20, 1 << 20, Long.MAX_VALUE, GcTerms.DEFAULT),
            new ContentStore.Surroundings(
                InstantSource.system(),
                System::nanoTime,
                UUID::randomUUID,
                Runnable::run,
                Pause.SLEEP),
            List.of());
    return Stream.concat(
            Routes.of(
                store,
                TrustPolicy.NONE,
                new Routes.Settings(4 << 20, 10, 100, 100, false, () -> true))
                .stream(),
            trust(driver, store).routes().stream())
        .toList();
  }

  private static Trust trust(MemoryDriver driver, ContentStore store) {
    return Trust.open(
        new TrustSettings(
            GatedRegistry.HOSTNAMES, TrustRules.NONE, new SealingKey.OfThisProcess(), 1 << 20),
        new Trust.Surroundings(
            driver,
            store,
            new Refusals(),
            InstantSource.system(),
            new SecureRandom(),
            false,
            () -> true));
  }

  private static Request request(Method method) {
    return BareRequest.of(
        method,
        "from=c/d",
        Map.of("name", "a/b", "digest", "sha256:00", "reference", "v1", "id", "1"));
  }
}
