package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.auth.access.AccessRules;
import dev.lading.server.exchange.Hostnames;
import dev.lading.storage.memory.MemoryDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationTest {
  @TempDir private Path directory;

  /** So that a mount that hangs holds up its own file only. */
  @Test
  void begin_looksAtEachFileInALoopOfItsOwn() throws IOException {
    List<Runnable> loops = new ArrayList<>();
    try (Authentication authentication = open()) {
      authentication.begin(loops::add);
    }
    assertThat(loops).as("of users, of robots").hasSize(2);
  }

  @Test
  void repeat_afterAFailure_goesOnUntilItIsInterrupted() {
    AtomicInteger runs = new AtomicInteger();
    Authentication.repeat(
        Duration.ZERO,
        () -> {
          if (runs.incrementAndGet() == 1) {
            throw new IllegalStateException("of the test");
          }
          Thread.currentThread().interrupt();
        });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(runs).hasValue(2);
  }

  private Authentication open() throws IOException {
    InstantSource clock = InstantSource.system();
    AuthSettings settings =
        new AuthSettings(
            Optional.of(
                new AuthSettings.HtpasswdSettings(
                    "realm", Files.writeString(directory.resolve("users"), ""))),
            Optional.of(Files.writeString(directory.resolve("robots"), "robots: {}\n")),
            new TokenSettings.None(),
            List.of(),
            AccessRules.of(List.of()));
    return Authentication.open(
        settings,
        new Authentication.Surroundings(
            new MemoryDriver(clock),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            "",
            Hostnames.NONE,
            clock,
            new SecureRandom()));
  }
}
