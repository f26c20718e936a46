package dev.lading.runtime.command;

import dev.lading.runtime.keys.Passphrases;
import dev.lading.runtime.keys.PromptedPassphrases;
import dev.lading.runtime.registry.http.HostCertificates;
import dev.lading.runtime.registry.http.Patience;
import dev.lading.runtime.registry.http.PlainHttp;
import dev.lading.runtime.registry.http.ProxyRules;
import dev.lading.runtime.registry.http.Repetition;
import dev.lading.runtime.registry.http.Transport;
import java.io.Console;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a command finds around it.
 *
 * @param terminal where somebody sits who can be asked
 * @param randomness made when it is needed: the first takes longer than many a command
 */
record Surroundings(
    Map<String, String> environment,
    Path home,
    Optional<Console> terminal,
    Clock clock,
    Supplier<SecureRandom> randomness) {
  Surroundings {
    environment = Map.copyOf(environment);
  }

  static Surroundings ofThisProcess() {
    return new Surroundings(
        System.getenv(),
        homeOfThisProcess(),
        Optional.ofNullable(System.console()).filter(Console::isTerminal),
        Clock.systemUTC(),
        SecureRandom::new);
  }

  /** HOME first, as Docker and skopeo look for what we share with them. */
  private static Path homeOfThisProcess() {
    return Optional.ofNullable(System.getenv("HOME"))
        .filter(text -> text.startsWith("/"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home")));
  }

  SecureRandom random() {
    return randomness.get();
  }

  /** The variables first, then whoever sits there. */
  Passphrases passphrases() {
    Passphrases variables = Passphrases.ofEnvironment(environment);
    return terminal
        .<Passphrases>map(console -> variables.orElse(new PromptedPassphrases(console)))
        .orElse(variables);
  }

  /** A folder that a variable names, or one below the home. */
  Path folder(String variable, String belowHome) {
    return Optional.ofNullable(environment.get(variable))
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .orElseGet(() -> home.resolve(belowHome));
  }

  /** How registries are asked from here; closed by the caller. */
  Transport transport(PlainHttp plain) {
    return new Transport(
        new Transport.Settings(
            HostCertificates.of(environment, home),
            ProxyRules.of(environment),
            plain,
            Patience.usual(),
            Repetition.usual(clock, random()),
            "lading/" + Version.text()));
  }
}
