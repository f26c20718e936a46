package dev.lading.runtime.backend;

import dev.lading.runtime.backend.BackendException.NotGiven;
import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.Limits;
import dev.lading.runtime.bundle.Plan;
import dev.lading.runtime.bundle.Seccomp;
import dev.lading.runtime.bundle.StopSignal;
import dev.lading.runtime.bundle.Tmpfs;
import dev.lading.runtime.bundle.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the back ends share that know nothing of control groups, filters and terminals. */
final class WithoutRuntime {
  private WithoutRuntime() {}

  static void refuse(String backend, Plan plan) {
    if (!plan.limits().isNone()) {
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
   * mounted, {@code d} a folder, {@code f} a file; {@code tmpfs} are to be mounted, each at {@code
   * tmpfs-N} for the program to bind.
   */
  static void write(Bundle bundle, Plan plan) throws IOException {
    List<String> targets = new ArrayList<>(List.of("d/proc", "d/dev", "d/sys"));
    binds(bundle, plan)
        .forEach(
            bind -> targets.add((bind.inMemory() || bind.isFolder() ? "d" : "f") + bind.target()));
    targets.add("d" + resolved(bundle, "-w", plan.workingDirectory()));
    Files.write(bundle.folder().resolve("targets"), targets);
    Files.write(
        bundle.folder().resolve("tmpfs"),
        plan.tmpfs().stream().map(tmpfs -> String.join(",", tmpfs.options())).toList());
  }

  /**
   * Something that is mounted over the root.
   *
   * @param target where no link of the image is on the way
   * @param inMemory whether it is a tmpfs, which has its options already
   */
  record Bind(Path source, String target, boolean readOnly, boolean inMemory) {
    private boolean isFolder() {
      return Files.isDirectory(source);
    }
  }

  /** Volumes, and the tmpfs that {@link #write} asked for; one below another comes after it. */
  static List<Bind> binds(Bundle bundle, Plan plan) {
    List<Bind> binds = new ArrayList<>();
    for (int number = 0; number < plan.tmpfs().size(); number++) {
      Tmpfs tmpfs = plan.tmpfs().get(number);
      Path mounted = bundle.folder().resolve("tmpfs-" + (number + 1));
      String target = resolved(bundle, "--tmpfs", tmpfs.target());
      binds.add(new Bind(mounted, target, tmpfs.readOnly(), true));
    }
    for (Volume volume : plan.volumes()) {
      String target = resolved(bundle, "-v", volume.target());
      binds.add(new Bind(volume.source(), target, volume.readOnly(), false));
    }
    binds.sort(Comparator.comparingInt(bind -> Path.of(bind.target()).getNameCount()));
    return binds;
  }

  /**
   * Links of the image lead nowhere but into it, and the supervisor refuses those that are left.
   */
  private static String resolved(Bundle bundle, String option, String path) {
    return new ImageRoot(bundle.image())
        .resolve(path)
        .map(Path::toString)
        .orElseThrow(() -> new InvalidOption(option, path, "links of the image lead in a circle"));
  }

  /** In the bundle's folder, for nobody but its owner. */
  static Path writeSecret(Bundle bundle, String name, String text) throws IOException {
    Path file = bundle.folder().resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text);
  }

  static List<String> kill(Host host, Bundle bundle, StopSignal signal) throws IOException {
    String pid = Files.readString(bundle.pid()).strip().split(" ", 2)[0];
    return List.of(host.get("kill"), "-" + signal.number(), pid);
  }
}
