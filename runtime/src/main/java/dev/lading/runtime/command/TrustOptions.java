package dev.lading.runtime.command;

import dev.lading.runtime.keys.KeyFolder;
import dev.lading.runtime.signing.SigningKeys;
import dev.lading.runtime.trust.FirstUse;
import dev.lading.runtime.trust.TrustPins;
import dev.lading.runtime.trust.TrustStates;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** Where keys, pins and what was believed lie. */
final class TrustOptions {
  private final Supplier<Optional<Path>> trust;
  private final Supplier<Optional<Path>> state;
  private final Supplier<Optional<Path>> pins;
  private final Supplier<Boolean> trustFirstUse;

  TrustOptions(Syntax syntax) {
    trust =
        syntax.value(
            Path.class,
            OptionSpec.builder("--trust-dir")
                .paramLabel("DIR")
                .description(
                    "The folder of docker's or notary's keys. Default: $DOCKER_CONFIG/trust, else"
                        + " ~/.docker/trust."));
    state =
        syntax.value(
            Path.class,
            OptionSpec.builder("--state-dir")
                .paramLabel("DIR")
                .description(
                    "Where it is remembered what was believed. Default: $XDG_STATE_HOME/lading, else"
                        + " ~/.local/state/lading."));
    pins =
        syntax.value(
            Path.class,
            OptionSpec.builder("--pins")
                .paramLabel("FILE")
                .description(
                    "Lines of a repository (or its begin and *) and the IDs of its root keys. Default:"
                        + " $XDG_CONFIG_HOME/lading/trust-pins, else ~/.config/lading/trust-pins."));
    trustFirstUse =
        syntax.flag(
            OptionSpec.builder("--trust-first-use")
                .description(
                    "Trusts the root of a repository that was never seen here and is not pinned. Without it"
                        + " you are asked at the terminal, and refused where there is none."
                        + " LADING_TRUST_FIRST_USE=1 says the same."));
  }

  FirstUse firstUse(Surroundings surroundings, PrintWriter err) {
    boolean isTrusted =
        trustFirstUse.get() || "1".equals(surroundings.environment().get("LADING_TRUST_FIRST_USE"));
    return new FirstRoot(folder(surroundings)::has, isTrusted, surroundings.terminal(), err);
  }

  Path keys(Surroundings surroundings) {
    return trust
        .get()
        .orElseGet(() -> surroundings.folder("DOCKER_CONFIG", ".docker").resolve("trust"));
  }

  SigningKeys signing(Surroundings surroundings) {
    return new SigningKeys(folder(surroundings), surroundings.passphrases(), surroundings.random());
  }

  KeyFolder folder(Surroundings surroundings) {
    return new KeyFolder(keys(surroundings), surroundings.random());
  }

  TrustStates states(Surroundings surroundings) {
    Path folder =
        state
            .get()
            .orElseGet(
                () -> surroundings.folder("XDG_STATE_HOME", ".local/state").resolve("lading"));
    return new TrustStates(folder.resolve("trust"));
  }

  TrustPins pins(Surroundings surroundings) {
    return pins.get()
        .map(TrustPins::readNamed)
        .orElseGet(
            () ->
                TrustPins.read(
                    surroundings
                        .folder("XDG_CONFIG_HOME", ".config")
                        .resolve("lading/trust-pins")));
  }
}
