package dev.lading.runtime.command;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.Network;
import dev.lading.runtime.bundle.RunOptions;
import dev.lading.runtime.bundle.Seccomp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a container sees, and what it may do. */
final class IsolationOptions {
  @Option(names = "--hostname", paramLabel = "NAME", description = "Default: its ID's beginning.")
  private @Nullable String hostname;

  @Option(
      names = {"--network", "--net"},
      paramLabel = "none|host",
      description =
          "none, the default: a loopback of its own. host: all that this machine sees. There are no"
              + " bridges and no published ports here.")
  private String network = "none";

  @Option(
      names = {"-p", "--publish"},
      hidden = true)
  private List<String> published = new ArrayList<>();

  @Option(names = "--read-only", description = "Nothing of the image can be changed.")
  private boolean readOnly;

  @Option(
      names = "--cap-add",
      split = ",",
      paramLabel = "CAP",
      description = "A capability more than Docker's usual ones, or ALL. Can be repeated.")
  private List<String> capAdd = new ArrayList<>();

  @Option(
      names = "--cap-drop",
      split = ",",
      paramLabel = "CAP",
      description = "A capability less, or ALL. Can be repeated.")
  private List<String> capDrop = new ArrayList<>();

  @Option(
      names = "--security-opt",
      paramLabel = "OPTION",
      description =
          "seccomp=FILE, a profile as Docker documents them; seccomp=unconfined; no-new-privileges."
              + " Can be repeated: the last one counts. Without it, runc and crun filter as Docker usually does.")
  private List<String> security = new ArrayList<>();

  RunOptions.Isolation isolation() {
    return new RunOptions.Isolation(
        Optional.ofNullable(hostname),
        network(),
        capAdd,
        capDrop,
        seccomp(),
        noNewPrivileges(),
        readOnly);
  }

  private Network network() {
    if (!published.isEmpty()) {
      throw new InvalidOption(
          "-p",
          published.getFirst(),
          "no ports are published here. With --network host, it listens on this machine itself");
    }
    return switch (network) {
      case "none" -> Network.NONE;
      case "host" -> Network.HOST;
      default -> throw new InvalidOption("--network", network, "there is none, and host");
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
    return security.stream().map(SecurityOption::parse).toList();
  }
}
