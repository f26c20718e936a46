package dev.lading.runtime.backend;

import dev.lading.runtime.backend.BackendException.NotGiven;
import dev.lading.runtime.bundle.Network;
import dev.lading.runtime.bundle.Plan;
import dev.lading.runtime.bundle.StopSignal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** bubblewrap: namespaces and capabilities, without control groups, filters and other users. */
public record Bubblewrap(Path program, Host host) implements Backend {
  private static final String SCRIPT = "wrapped.sh";

  @Override
  public String name() {
    return "bwrap";
  }

  @Override
  public void refuse(Plan plan) {
    WithoutRuntime.refuse(name(), plan);
    if (!plan.account().isRoot()) {
      throw new NotGiven(
          "-u " + plan.account().uid(), name(), "it runs everything as root; runc and crun do not");
    }
  }

  @Override
  public List<String> launch(Bundle bundle, Plan plan) throws IOException {
    WithoutRuntime.write(bundle, plan);
    WithoutRuntime.writeSecret(bundle, "options", environment(plan));
    writeScript(bundle);
    List<String> command = new ArrayList<>(List.of(host.get("setpriv"), "--pdeathsig", "KILL"));
    command.addAll(List.of(host.get("unshare"), "--mount", "--propagation", "slave"));
    if (plan.network() == Network.NONE) {
      command.add("--net"); // for its sysfs; bubblewrap's own comes too late for that
    }
    command.addAll(List.of(host.get("sh"), SCRIPT, program.toString()));
    command.addAll(List.of("--json-status-fd", "3", "--die-with-parent", "--as-pid-1"));
    command.addAll(namespaces(plan));
    command.addAll(mounts(bundle, plan));
    command.addAll(process(plan));
    return command;
  }

  private static void writeScript(Bundle bundle) throws IOException {
    try (InputStream in = Objects.requireNonNull(Bubblewrap.class.getResourceAsStream(SCRIPT))) {
      Files.copy(in, bundle.folder().resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<String> namespaces(Plan plan) {
    List<String> namespaces =
        new ArrayList<>(
            List.of("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"));
    if (plan.network() == Network.NONE) {
      namespaces.add("--unshare-net");
    }
    namespaces.addAll(List.of("--hostname", plan.hostname()));
    return namespaces;
  }

  private static List<String> mounts(Bundle bundle, Plan plan) {
    List<String> mounts = new ArrayList<>(List.of("--bind", bundle.root().toString(), "/"));
    mounts.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--mqueue", "/dev/mqueue"));
    mounts.addAll(List.of("--ro-bind", bundle.folder().resolve("sysfs").toString(), "/sys"));
    for (String hidden : Hidden.files()) {
      mounts.addAll(List.of("--ro-bind", "/dev/null", hidden));
    }
    for (String hidden : Hidden.folders()) {
      mounts.addAll(List.of("--tmpfs", hidden, "--remount-ro", hidden));
    }
    for (String closed : Hidden.closed()) {
      mounts.addAll(List.of("--ro-bind", closed, closed));
    }
    if (plan.readOnly()) {
      mounts.addAll(List.of("--remount-ro", "/"));
    }
    for (WithoutRuntime.Bind bind : WithoutRuntime.binds(bundle, plan)) {
      String option = bind.readOnly() ? "--ro-bind" : "--bind";
      mounts.addAll(List.of(option, bind.source().toString(), bind.target()));
    }
    return mounts;
  }

  private static List<String> process(Plan plan) {
    List<String> process = new ArrayList<>(List.of("--cap-drop", "ALL"));
    plan.capabilities().forEach(name -> process.addAll(List.of("--cap-add", name)));
    process.addAll(List.of("--args", "4", "--chdir", plan.workingDirectory(), "--"));
    process.addAll(plan.arguments());
    return process;
  }

  /** Everybody can read command lines. */
  private static String environment(Plan plan) {
    StringBuilder options = new StringBuilder("--clearenv\0");
    for (String setting : plan.environment()) {
      options.append("--setenv\0").append(setting.replaceFirst("=", "\0")).append('\0');
    }
    return options.toString();
  }

  @Override
  public HiddenCgroups hidden() {
    return HiddenCgroups.NOTHING;
  }

  @Override
  public List<String> kill(Bundle bundle, StopSignal signal) throws IOException {
    return WithoutRuntime.kill(host, bundle, signal);
  }

  /** It dies with its parent, and all it started with it. */
  @Override
  public Optional<List<String>> state(Bundle bundle) {
    return Optional.empty();
  }

  @Override
  public Optional<List<String>> delete(Bundle bundle) {
    return Optional.empty();
  }

  @Override
  public List<String> exec(Bundle bundle, Path process, Path pid, long supervisor) {
    throw new NotGiven("exec", name(), "nothing enters what it runs; runc and crun can");
  }
}
