package dev.lading.runtime.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A plan as the {@code config.json} of a bundle, with Docker's usual namespaces, and what it hides
 * of /proc and /sys.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/v1.2.0/config.md">OCI
 *     runtime-spec, configuration</a>
 */
public final class RuntimeSpec {
  /** Of the OCI specification: old enough for every runtime there is. */
  private static final String VERSION = "1.0.2";

  private static final List<String> MASKED =
      List.of(
          "/proc/asound",
          "/proc/acpi",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/sys/firmware",
          "/sys/devices/virtual/powercap");
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private final Plan plan;
  private final Place place;

  /**
   * Where it is to run.
   *
   * @param root the root filesystem, absolute or below the bundle
   * @param cgroup below the root of each hierarchy; empty for that of whoever runs us
   * @param inUserNamespace whether root is somebody else outside
   * @param hasCgroups whether any hierarchy is mounted
   * @param limitsSwap whether the kernel counts swap
   * @param architecture in Go's words
   * @param kernel as /proc/sys/kernel/osrelease has it
   */
  public record Place(
      Path root,
      String cgroup,
      boolean inUserNamespace,
      boolean hasCgroups,
      boolean limitsSwap,
      String architecture,
      String kernel) {}

  private RuntimeSpec(Plan plan, Place place) {
    this.plan = plan;
    this.place = place;
  }

  /**
   * @throws BundleException.UnusableFile when a seccomp profile is none
   */
  public static ObjectNode of(Plan plan, Place place) {
    return new RuntimeSpec(plan, place).spec();
  }

  /** The {@code process} of the specification, of which more can be run in a container. */
  private ObjectNode spec() {
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    spec.put("ociVersion", VERSION);
    spec.set("process", process());
    spec.putObject("root").put("path", place.root.toString()).put("readonly", plan.readOnly());
    spec.put("hostname", plan.hostname());
    spec.set("mounts", SpecMounts.of(plan, place));
    spec.set("linux", linux());
    return spec;
  }

  private ObjectNode process() {
    ObjectNode process = JsonNodeFactory.instance.objectNode();
    process.put("terminal", plan.terminal());
    process.set("user", user(plan.account()));
    process.set("args", texts(plan.arguments()));
    process.set("env", texts(plan.environment()));
    process.put("cwd", plan.workingDirectory());
    process.set("capabilities", capabilities(plan.account(), plan.capabilities()));
    process.put("noNewPrivileges", plan.noNewPrivileges());
    return process;
  }

  static ObjectNode user(Account account) {
    ObjectNode user = JsonNodeFactory.instance.objectNode();
    user.put("uid", account.uid()).put("gid", account.gid());
    if (!account.additional().isEmpty()) {
      ArrayNode groups = user.putArray("additionalGids");
      account.additional().forEach(groups::add);
    }
    return user;
  }

  /** Nothing is inheritable: a program of another user must not gain any by its file. */
  static ObjectNode capabilities(Account account, Set<String> granted) {
    ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
    List<String> sorted = List.copyOf(new TreeSet<>(granted));
    capabilities.set("bounding", texts(sorted));
    capabilities.set("effective", texts(account.isRoot() ? sorted : List.of()));
    capabilities.set("permitted", texts(account.isRoot() ? sorted : List.of()));
    return capabilities;
  }

  private ObjectNode linux() {
    ObjectNode linux = JsonNodeFactory.instance.objectNode();
    if (!place.cgroup.isEmpty()) {
      linux.put("cgroupsPath", place.cgroup);
    }
    linux.set("resources", resources());
    linux.set("namespaces", namespaces());
    if (plan.network() == Network.NONE && !place.inUserNamespace) {
      linux.putObject("sysctl").put("net.ipv4.ip_unprivileged_port_start", "0");
    }
    linux.set("maskedPaths", texts(MASKED));
    linux.set("readonlyPaths", texts(READ_ONLY));
    plan.seccomp()
        .filter(plan.capabilities(), place.architecture, place.kernel)
        .ifPresent(filter -> linux.set("seccomp", filter));
    return linux;
  }

  private ObjectNode resources() {
    ObjectNode resources = JsonNodeFactory.instance.objectNode();
    if (!place.inUserNamespace) {
      ArrayNode devices = resources.putArray("devices"); // what is usual, the runtime adds
      devices.addObject().put("allow", false).put("access", "rwm");
    }
    plan.limits().memoryBytes().ifPresent(bytes -> memory(resources.putObject("memory"), bytes));
    plan.limits()
        .cpuQuotaMicros()
        .ifPresent(
            quota ->
                resources
                    .putObject("cpu")
                    .put("quota", quota)
                    .put("period", Limits.CPU_PERIOD_MICROS));
    plan.limits().pids().ifPresent(limit -> resources.putObject("pids").put("limit", limit));
    return resources;
  }

  /** As much swap as memory, as Docker has it. */
  private void memory(ObjectNode memory, long bytes) {
    memory.put("limit", bytes);
    if (place.limitsSwap) {
      memory.put("swap", Math.min(bytes, Long.MAX_VALUE / 2) * 2);
    }
  }

  private ArrayNode namespaces() {
    ArrayNode namespaces = JsonNodeFactory.instance.arrayNode();
    for (String type : List.of("pid", "ipc", "uts", "mount")) {
      namespaces.addObject().put("type", type);
    }
    if (plan.network() == Network.NONE) {
      namespaces.addObject().put("type", "network");
    }
    if (place.hasCgroups) {
      namespaces.addObject().put("type", "cgroup");
    }
    return namespaces;
  }

  static ArrayNode texts(Iterable<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  /** The same process with other arguments, to run beside the first one. */
  public static ObjectNode another(JsonNode spec, Another another) {
    ObjectNode process = spec.required("process").deepCopy();
    process.put("terminal", another.terminal);
    process.set("args", texts(another.arguments));
    List<String> environment =
        java.util.stream.StreamSupport.stream(process.path("env").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    process.set("env", texts(Environment.merged(environment, another.environment)));
    if (!another.workingDirectory.isEmpty()) {
      process.put("cwd", another.workingDirectory);
    }
    another.account.ifPresent(
        account -> {
          process.set("user", user(account));
          process.set("capabilities", capabilities(account, granted(process)));
        });
    return process;
  }

  private static Set<String> granted(JsonNode process) {
    Set<String> granted = new TreeSet<>();
    process.at("/capabilities/bounding").forEach(name -> granted.add(name.asText()));
    return granted;
  }

  /**
   * @param environment as {@link Environment#asked} has it
   * @param workingDirectory empty for that of the first process
   */
  public record Another(
      List<String> arguments,
      List<String> environment,
      String workingDirectory,
      java.util.Optional<Account> account,
      boolean terminal) {
    public Another {
      arguments = List.copyOf(arguments);
      environment = List.copyOf(environment);
    }
  }
}
