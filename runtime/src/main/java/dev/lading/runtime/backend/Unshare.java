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
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * unshare and setpriv of util-linux, with a script between them that mounts: for machines that have
 * nothing else.
 */
public record Unshare(Path program, Host host) implements Backend {
  private static final String SCRIPT = "unshared.sh";
  private static final String ENVIRONMENT = "environment.sh";

  @Override
  public String name() {
    return "unshare";
  }

  @Override
  public void refuse(Plan plan) {
    WithoutRuntime.refuse(name(), plan);
    ShellEnvironment.loaded(plan.environment())
        .ifPresent(
            variable -> {
              throw new NotGiven(
                  "the variable " + variable,
                  name(),
                  "it would be heeded by programs of this machine; runc, crun and bwrap can");
            });
    if (!plan.capabilities().contains("CAP_SYS_CHROOT")) {
      throw new NotGiven("--cap-drop SYS_CHROOT", name(), "its last step is a chroot");
    }
    if (!host.isRoot() && !plan.account().isRoot()) {
      throw new NotGiven("-u " + plan.account().uid(), name(), "without root, one user is mapped");
    }
    if (!plan.account().isRoot()
        && !plan.capabilities().containsAll(List.of("CAP_SETUID", "CAP_SETGID"))) {
      throw new NotGiven("--cap-drop SETUID", name(), "its last step is to become the user");
    }
  }

  @Override
  public List<String> launch(Bundle bundle, Plan plan) throws IOException {
    WithoutRuntime.write(bundle, plan);
    writeScript(bundle);
    WithoutRuntime.writeSecret(
        bundle, ENVIRONMENT, new ShellEnvironment(plan.environment()).script(host.get("env")));
    Files.write(bundle.folder().resolve("binds"), binds(bundle, plan));
    Files.write(bundle.folder().resolve("hidden"), hiddenPaths());
    List<String> command = new ArrayList<>(dying());
    command.addAll(List.of("--mount", "--uts", "--ipc", "--pid", "--cgroup"));
    if (plan.network() == Network.NONE) {
      command.add("--net");
    }
    command.addAll(List.of("--fork", "--kill-child=KILL", host.get("sh"), SCRIPT));
    command.addAll(List.of(plan.hostname(), plan.readOnly() ? "ro" : "rw"));
    command.add(isMissing(bundle, plan) ? "missing" : "there");
    command.addAll(process(bundle, plan));
    return command;
  }

  /**
   * Whether there is certainly no such program, which nobody could tell from its own end later.
   * What volumes hold is not looked at.
   */
  private static boolean isMissing(Bundle bundle, Plan plan) {
    ImageRoot image = new ImageRoot(bundle.image());
    List<Path> volumes =
        WithoutRuntime.binds(bundle, plan).stream().map(bind -> Path.of(bind.target())).toList();
    return ImageRoot.candidates(
            plan.arguments().getFirst(), plan.environment(), plan.workingDirectory())
        .stream()
        .flatMap(candidate -> image.resolve(candidate).stream())
        .noneMatch(
            found ->
                volumes.stream().anyMatch(found::startsWith)
                    || image.find(found.toString()).filter(ImageRoot::isProgram).isPresent());
  }

  /** With its parent; what it forks dies with it. */
  private List<String> dying() {
    return List.of(host.get("setpriv"), "--pdeathsig", "KILL", program.toString());
  }

  private static void writeScript(Bundle bundle) throws IOException {
    try (InputStream in = Objects.requireNonNull(Unshare.class.getResourceAsStream(SCRIPT))) {
      Files.copy(in, bundle.folder().resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Three lines for each: what, where in the container, and with which options. */
  private static List<String> binds(Bundle bundle, Plan plan) {
    List<String> lines = new ArrayList<>();
    for (WithoutRuntime.Bind bind : WithoutRuntime.binds(bundle, plan)) {
      lines.addAll(List.of(bind.source().toString(), bind.target(), options(bind)));
    }
    return lines;
  }

  private static String options(WithoutRuntime.Bind bind) {
    if (bind.inMemory()) {
      return "";
    }
    return bind.readOnly() ? "nodev,ro" : "nodev";
  }

  private static List<String> hiddenPaths() {
    List<String> paths = new ArrayList<>(Hidden.files());
    paths.addAll(Hidden.folders());
    return paths;
  }

  /** Each program by its path: the search for them would be with the container's variables. */
  private List<String> process(Bundle bundle, Plan plan) {
    List<String> process = new ArrayList<>(List.of(host.get("env"), "-i", host.get("sh")));
    process.add(bundle.folder().resolve(ENVIRONMENT).toString());
    process.addAll(
        List.of(host.get("setpriv"), "--inh-caps=-all", "--bounding-set=" + bounding(plan)));
    if (plan.noNewPrivileges()) {
      process.add("--no-new-privs");
    }
    process.addAll(groups(plan));
    process.addAll(List.of(program.toString(), "--root=.", "--wd=" + plan.workingDirectory()));
    if (!plan.account().isRoot()) {
      process.add("--setuid=" + plan.account().uid());
    }
    process.add("--");
    process.addAll(plan.arguments());
    return process;
  }

  /** A user namespace of one user knows no groups. */
  private List<String> groups(Plan plan) {
    if (!host.isRoot()) {
      return List.of();
    }
    String additional =
        plan.account().additional().stream().map(String::valueOf).collect(Collectors.joining(","));
    return List.of(
        "--regid=" + plan.account().gid(),
        additional.isEmpty() ? "--clear-groups" : "--groups=" + additional);
  }

  private static String bounding(Plan plan) {
    return "-all"
        + new TreeSet<>(plan.capabilities())
            .stream()
                .map(name -> ",+" + name.substring("CAP_".length()).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
  }

  @Override
  public HiddenCgroups hidden() {
    return HiddenCgroups.NOTHING;
  }

  @Override
  public List<String> kill(Bundle bundle, StopSignal signal) throws IOException {
    return WithoutRuntime.kill(host, bundle, signal);
  }

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
    throw new NotGiven("exec", name(), "who enters would keep all rights; runc and crun can");
  }
}
