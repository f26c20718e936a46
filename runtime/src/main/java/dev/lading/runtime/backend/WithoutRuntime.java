package dev.lading.runtime.backend;

import dev.lading.runtime.backend.BackendException.NotGiven;
import dev.lading.runtime.bundle.Limits;
import dev.lading.runtime.bundle.Plan;
import dev.lading.runtime.bundle.Seccomp;
import dev.lading.runtime.bundle.StopSignal;
import dev.lading.runtime.bundle.Tmpfs;
import dev.lading.runtime.bundle.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the back ends share that know nothing of control groups, filters and terminals. */
final class WithoutRuntime {
  private WithoutRuntime() {}

  static void refuse(String backend, Plan plan) {
    if (!plan.limits().equals(Limits.none())) {
      throw new NotGiven(
          limit(plan.limits()), backend, "it makes no control groups; runc and crun do");
    }
    if (plan.seccomp() instanceof Seccomp.Profile) {
      throw new NotGiven(
          "--security-opt seccomp=FILE", backend, "it takes no such profile; runc and crun do");
    }
    if (plan.terminal()) {
      throw new NotGiven("-t", backend, "it makes no terminals; runc and crun do");
    }
    Stream.concat(
            plan.volumes().stream().flatMap(v -> Stream.of(v.target(), v.source().toString())),
            Stream.concat(
                Stream.of(plan.workingDirectory()), plan.tmpfs().stream().map(Tmpfs::target)))
        .filter(path -> path.contains("\n"))
        .findFirst()
        .ifPresent(
            path -> {
              throw new NotGiven("a path with a line break", backend, "it is told paths in lines");
            });
  }

  /** As the command line names the first one. */
  private static String limit(Limits limits) {
    if (limits.memoryBytes().isPresent()) {
      return "--memory";
    }
    return limits.cpuQuotaMicros().isPresent() ? "--cpus" : "--pids-limit";
  }

  /**
   * Writes the lines that the supervisor reads: {@code targets} are to be there before anything is
   * mounted, {@code d} a folder, {@code f} a file, {@code w} a folder that may lie behind a link;
   * {@code tmpfs} are to be mounted, each at {@code tmpfs-N} for the program to bind.
   */
  static void write(Bundle bundle, Plan plan) throws IOException {
    List<String> targets = new ArrayList<>(List.of("d/proc", "d/dev", "d/sys"));
    plan.volumes()
        .forEach(v -> targets.add((Files.isDirectory(v.source()) ? "d" : "f") + v.target()));
    plan.tmpfs().forEach(tmpfs -> targets.add("d" + tmpfs.target()));
    targets.add("w" + plan.workingDirectory());
    Files.write(bundle.folder().resolve("targets"), targets);
    Files.write(
        bundle.folder().resolve("tmpfs"),
        plan.tmpfs().stream().map(tmpfs -> String.join(",", tmpfs.options())).toList());
  }

  /** What is mounted over the root: volumes, and the tmpfs that {@link #write} asked for. */
  static List<Volume> binds(Bundle bundle, Plan plan) {
    List<Volume> binds = new ArrayList<>();
    for (int number = 0; number < plan.tmpfs().size(); number++) {
      Path mounted = bundle.folder().resolve("tmpfs-" + (number + 1));
      binds.add(
          new Volume(
              mounted, plan.tmpfs().get(number).target(), plan.tmpfs().get(number).readOnly()));
    }
    binds.addAll(plan.volumes());
    binds.sort(java.util.Comparator.comparingInt(bind -> Path.of(bind.target()).getNameCount()));
    return binds;
  }

  static List<String> kill(Host host, Bundle bundle, StopSignal signal) throws IOException {
    String pid = Files.readString(bundle.pid()).strip().split(" ", 2)[0];
    return List.of(host.get("kill"), "-" + signal.number(), pid);
  }
}
