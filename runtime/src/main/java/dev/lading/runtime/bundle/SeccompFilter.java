package dev.lading.runtime.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A profile as Docker documents it, with rules for some processors, kernels and capabilities only,
 * made into the {@code linux.seccomp} of the OCI runtime specification, which has no such rules.
 *
 * @see <a href="https://docs.docker.com/engine/security/seccomp/">Docker, seccomp security
 *     profiles</a>
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.2.0/config-linux.md#seccomp">OCI
 *     runtime-spec, seccomp</a>
 */
final class SeccompFilter {
  private static final Map<String, String> ARCHITECTURES =
      Map.of(
          "amd64", "SCMP_ARCH_X86_64",
          "arm64", "SCMP_ARCH_AARCH64",
          "arm", "SCMP_ARCH_ARM",
          "386", "SCMP_ARCH_X86",
          "ppc64le", "SCMP_ARCH_PPC64LE",
          "s390x", "SCMP_ARCH_S390X",
          "riscv64", "SCMP_ARCH_RISCV64");
  private static final List<String> KEPT =
      List.of("defaultAction", "defaultErrnoRet", "flags", "listenerPath", "listenerMetadata");
  private static final List<String> KEPT_IN_A_RULE = List.of("action", "errnoRet");

  private final Set<String> capabilities;
  private final Machine machine;

  /**
   * @param architecture in Go's words
   */
  record Machine(String architecture, int kernelMajor, int kernelMinor) {}

  SeccompFilter(Set<String> capabilities, Machine machine) {
    this.capabilities = capabilities;
    this.machine = machine;
  }

  /**
   * @throws IllegalArgumentException when the profile has no default action, or is otherwise none
   */
  ObjectNode of(ObjectNode profile) {
    if (!profile.path("defaultAction").isTextual()) {
      throw new IllegalArgumentException("it has no defaultAction");
    }
    ObjectNode filter = JsonNodeFactory.instance.objectNode();
    copy(KEPT, profile, filter);
    filter.set("architectures", architectures(profile));
    ArrayNode rules = filter.putArray("syscalls");
    for (JsonNode rule : profile.path("syscalls")) {
      if (isForUs(rule)) {
        rules.add(rule(rule));
      }
    }
    return filter;
  }

  private JsonNode architectures(ObjectNode profile) {
    if (!profile.has("archMap")) {
      return profile.has("architectures")
          ? profile.get("architectures")
          : JsonNodeFactory.instance.arrayNode();
    }
    ArrayNode architectures = JsonNodeFactory.instance.arrayNode();
    String ours = ARCHITECTURES.getOrDefault(machine.architecture, "");
    for (JsonNode entry : profile.get("archMap")) {
      if (ours.equals(entry.path("architecture").asText())) {
        architectures.add(ours);
        entry.path("subArchitectures").forEach(architectures::add);
      }
    }
    return architectures;
  }

  private boolean isForUs(JsonNode rule) {
    JsonNode includes = rule.path("includes");
    JsonNode excludes = rule.path("excludes");
    return capabilities.containsAll(texts(includes.path("caps")))
        && (includes.path("arches").isEmpty() || isOurs(includes.path("arches")))
        && (!includes.has("minKernel") || isAtLeast(includes.path("minKernel").asText()))
        && texts(excludes.path("caps")).stream().noneMatch(capabilities::contains)
        && !isOurs(excludes.path("arches"))
        && (!excludes.has("minKernel") || !isAtLeast(excludes.path("minKernel").asText()));
  }

  private boolean isOurs(JsonNode architectures) {
    return texts(architectures).contains(machine.architecture);
  }

  private boolean isAtLeast(String version) {
    String[] parts = version.split("\\.", -1);
    try {
      int major = Integer.parseInt(parts[0]);
      int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
      return machine.kernelMajor > major
          || (machine.kernelMajor == major && machine.kernelMinor >= minor);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + version + "' is no version of a kernel", e);
    }
  }

  private static ObjectNode rule(JsonNode profiled) {
    ObjectNode rule = JsonNodeFactory.instance.objectNode();
    ArrayNode names = rule.putArray("names");
    texts(profiled.path("names")).forEach(names::add);
    if (profiled.path("name").isTextual()) { // as Docker wrote it before 1.13
      names.add(profiled.get("name"));
    }
    if (names.isEmpty() || !profiled.path("action").isTextual()) {
      throw new IllegalArgumentException("one of its rules has no names or no action");
    }
    copy(KEPT_IN_A_RULE, profiled, rule);
    if (!profiled.path("args").isEmpty()) {
      rule.set("args", profiled.get("args"));
    }
    return rule;
  }

  private static void copy(List<String> fields, JsonNode from, ObjectNode to) {
    fields.stream().filter(from::hasNonNull).forEach(field -> to.set(field, from.get(field)));
  }

  private static List<String> texts(JsonNode array) {
    return array.isMissingNode() || array.isNull()
        ? List.of()
        : new ArrayList<>(
            StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList());
  }
}
