package dev.lading.runtime.backend;

import dev.lading.runtime.backend.BackendException.NoBackend;
import dev.lading.runtime.backend.BackendException.Unusable;
import dev.lading.runtime.backend.Host.Cgroups;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The back ends, the best first. */
public final class Backends {
  public static final List<String> NAMES = List.of("runc", "crun", "bwrap", "unshare");

  private final Host host;

  public Backends(Host host) {
    this.host = host;
  }

  /**
   * The one with that name.
   *
   * @throws BackendException.Unusable when there is none, or it cannot work here
   */
  public Backend get(String name) {
    if (!NAMES.contains(name)) {
      throw new Unusable(name, "it is one of " + String.join(", ", NAMES));
    }
    missing(name)
        .ifPresent(
            why -> {
              throw new Unusable(name, why);
            });
    return of(name);
  }

  /**
   * The first one that works here.
   *
   * @throws BackendException.NoBackend when none does
   */
  public Backend best() {
    List<String> looked = new ArrayList<>();
    for (String name : NAMES) {
      Optional<String> missing = missing(name);
      if (missing.isEmpty()) {
        return of(name);
      }
      looked.add(name + ": " + missing.get());
    }
    throw new NoBackend(looked);
  }

  private Backend of(String name) {
    Path program = Path.of(host.get(name));
    return switch (name) {
      case "runc" -> new OciRuntime(OciRuntime.Kind.RUNC, program, host);
      case "crun" -> new OciRuntime(OciRuntime.Kind.CRUN, program, host);
      case "bwrap" -> new Bubblewrap(program, host);
      default -> new Unshare(program, host);
    };
  }

  /** What it lacks here. */
  private Optional<String> missing(String name) {
    if (host.find(name).isEmpty()) {
      return Optional.of("it is not installed");
    }
    return name.equals("runc") && host.cgroups() == Cgroups.NONE
        ? Optional.of("it needs control groups, and none are mounted")
        : Optional.empty();
  }
}
