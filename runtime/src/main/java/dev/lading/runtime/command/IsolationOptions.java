package dev.lading.runtime.command;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.Network;
import dev.lading.runtime.bundle.RunOptions;
import dev.lading.runtime.bundle.Seccomp;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** What a container sees, and what it may do. */
final class IsolationOptions {
  private final Supplier<Optional<String>> hostname;
  private final Supplier<Optional<String>> network;
  private final Supplier<List<String>> published;
  private final Supplier<Boolean> readOnly;
  private final Supplier<List<String>> capAdd;
  private final Supplier<List<String>> capDrop;
  private final Supplier<List<String>> security;

  IsolationOptions(Syntax syntax) {
    hostname =
        syntax.value(
            String.class,
            OptionSpec.builder("--hostname")
                .paramLabel("NAME")
                .description("Default: its ID's beginning."));
    network =
        syntax.value(
            String.class,
            OptionSpec.builder("--network", "--net")
                .paramLabel("none|host")
                .description(
                    "none, the default: a loopback of its own. host: all that this machine sees. There are no"
                        + " bridges and no published ports here."));
    published =
        syntax.values(
            String.class, OptionSpec.builder("-p", "--publish").paramLabel("PORT").hidden(true));
    readOnly =
        syntax.flag(
            OptionSpec.builder("--read-only").description("Nothing of the image can be changed."));
    capAdd =
        syntax.values(
            String.class,
            OptionSpec.builder("--cap-add")
                .splitRegex(",")
                .paramLabel("CAP")
                .description(
                    "A capability more than Docker's usual ones, or ALL. Can be repeated."));
    capDrop =
        syntax.values(
            String.class,
            OptionSpec.builder("--cap-drop")
                .splitRegex(",")
                .paramLabel("CAP")
                .description("A capability less, or ALL. Can be repeated."));
    security =
        syntax.values(
            String.class,
            OptionSpec.builder("--security-opt")
                .paramLabel("OPTION")
                .description(
                    "seccomp=FILE, a profile as Docker documents them; seccomp=unconfined; no-new-privileges."
                        + " Can be repeated: the last one counts. Without it, runc and crun filter as Docker usually does."));
  }

  RunOptions.Isolation isolation() {
    return new RunOptions.Isolation(
        hostname.get(),
        network(),
        capAdd.get(),
        capDrop.get(),
        seccomp(),
        noNewPrivileges(),
        readOnly.get());
  }

  private Network network() {
    if (!published.get().isEmpty()) {
      throw new InvalidOption(
          "-p",
          published.get().getFirst(),
          "no ports are published here. With --network host, it listens on this machine itself");
    }
    String name = network.get().orElse("none");
    return switch (name) {
      case "none" -> Network.NONE;
      case "host" -> Network.HOST;
      default -> throw new InvalidOption("--network", name, "there is none, and host");
    };
  }

  private Seccomp seccomp() {
    Seccomp seccomp = new Seccomp.Usual();
    for (SecurityOption option : options()) {
      if (option instanceof SecurityOption.Filter filter) {
        seccomp = filter.seccomp();
      }
    }
    return seccomp;
  }

  private boolean noNewPrivileges() {
    boolean forbidden = false;
    for (SecurityOption option : options()) {
      if (option instanceof SecurityOption.NoNewPrivileges it) {
        forbidden = it.forbidden();
      }
    }
    return forbidden;
  }

  private List<SecurityOption> options() {
    return security.get().stream().map(SecurityOption::parse).toList();
  }
}
