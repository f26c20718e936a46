package dev.lading.runtime.backend;

import dev.lading.runtime.backend.BackendException.NotGiven;
import dev.lading.runtime.backend.Host.Cgroups;
import dev.lading.runtime.bundle.Plan;
import dev.lading.runtime.bundle.RuntimeSpec;
import dev.lading.runtime.bundle.StopSignal;
import dev.lading.runtime.registry.http.JsonDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A runtime of the OCI's: runc or crun. Its own state lies in the bundle's folder, and goes with
 * it.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/v1.2.0/runtime.md">OCI
 *     runtime-spec, runtime and lifecycle</a>
 */
public record OciRuntime(Kind kind, Path program, Host host) implements Backend {
  /** Those whose command lines are known. */
  public enum Kind {
    RUNC("runc"),
    /** Refuses to work where controllers are in both versions of control groups. */
    CRUN("crun");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  @Override
  public String name() {
    return kind.text;
  }

  @Override
  public void refuse(Plan plan) {
    if (!plan.limits().isNone() && !canLimit()) {
      throw new NotGiven(
          "a limit of memory, processors or processes",
          name(),
          host.isRoot() ? "no control groups are mounted" : "only root may make control groups");
    }
    if (!host.isRoot() && !plan.account().isRoot()) {
      throw new NotGiven("-u " + plan.account().uid(), name(), "without root, one user is mapped");
    }
  }

  private boolean canLimit() {
    return host.isRoot() && host.cgroups() != Cgroups.NONE;
  }

  @Override
  public List<String> launch(Bundle bundle, Plan plan) throws IOException {
    Files.write(
        bundle.folder().resolve("config.json"),
        JsonDocument.bytes(RuntimeSpec.of(plan, place(bundle))));
    List<String> command = command(bundle);
    command.addAll(
        List.of(
            "run",
            "--pid-file",
            bundle.pid().toString(),
            "--bundle",
            bundle.folder().toString(),
            bundle.id()));
    return command;
  }

  private RuntimeSpec.Place place(Bundle bundle) {
    return new RuntimeSpec.Place(
        bundle.root(),
        canLimit() ? "/lading/" + bundle.id() : "",
        !host.isRoot(),
        canLimit(),
        host.limitsSwap(),
        host.architecture(),
        host.kernel());
  }

  @Override
  public HiddenCgroups hidden() {
    if (kind == Kind.RUNC) {
      return HiddenCgroups.NOTHING;
    }
    if (!canLimit()) {
      return HiddenCgroups.ALL;
    }
    return host.cgroups() == Cgroups.HYBRID ? HiddenCgroups.UNIFIED : HiddenCgroups.NOTHING;
  }

  @Override
  public List<String> kill(Bundle bundle, StopSignal signal) {
    List<String> command = alone(bundle);
    command.addAll(List.of("kill", bundle.id(), Integer.toString(signal.number())));
    return command;
  }

  @Override
  public Optional<List<String>> state(Bundle bundle) {
    List<String> command = alone(bundle);
    command.addAll(List.of("state", bundle.id()));
    return Optional.of(command);
  }

  @Override
  public Optional<List<String>> delete(Bundle bundle) {
    List<String> command = alone(bundle);
    command.addAll(List.of("delete", "--force", bundle.id()));
    return Optional.of(command);
  }

  @Override
  public List<String> exec(Bundle bundle, Path process, Path pid, long supervisor) {
    List<String> command = new ArrayList<>(entrance(supervisor));
    command.addAll(command(bundle));
    command.addAll(
        List.of(
            "exec", "--process", process.toString(), "--pid-file", pid.toString(), bundle.id()));
    return command;
  }

  /** Where the supervisor hides control groups, or is in a user namespace, the program joins it. */
  private List<String> entrance(long supervisor) {
    if (hidden() == HiddenCgroups.NOTHING && host.isRoot()) {
      return List.of();
    }
    List<String> entrance = new ArrayList<>(List.of(host.get("nsenter")));
    if (!host.isRoot()) {
      entrance.addAll(List.of("--user", "--preserve-credentials"));
    }
    entrance.addAll(List.of("--mount", "--target", Long.toString(supervisor), "--"));
    return entrance;
  }

  /** Called without a supervisor around it, which hides what this one must not see. */
  private List<String> alone(Bundle bundle) {
    String hiding =
        switch (hidden()) {
          case NOTHING -> "";
          case UNIFIED -> "umount /sys/fs/cgroup/unified && exec \"$@\"";
          case ALL -> "mount -t tmpfs tmpfs /sys/fs/cgroup && exec \"$@\"";
        };
    List<String> command = new ArrayList<>();
    if (!hiding.isEmpty()) {
      command.add(host.get("unshare"));
      if (!host.isRoot()) {
        command.addAll(List.of("--user", "--map-root-user"));
      }
      command.addAll(
          List.of("--mount", "--propagation", "slave", host.get("sh"), "-c", hiding, "sh"));
    }
    command.addAll(command(bundle));
    return command;
  }

  private List<String> command(Bundle bundle) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of("--root", bundle.folder().resolve("oci").toString()));
    if (kind == Kind.CRUN && !canLimit()) {
      command.add("--cgroup-manager=disabled");
    }
    return command;
  }
}
