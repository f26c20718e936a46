package dev.lading.runtime.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.BundleException.NoCommand;
import dev.lading.runtime.bundle.BundleException.UnusableFile;
import dev.lading.runtime.image.ImageConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeSpecTest {
  private static final String IMAGE =
      """
      {"os": "linux", "architecture": "amd64", "rootfs": {"type": "layers", "diff_ids": []},
       "config": {"Entrypoint": ["/entry"], "Cmd": ["a", "b"], "Env": ["A=image", "PATH=/bin"],
                  "WorkingDir": "work", "StopSignal": "SIGQUIT", "User": "7:8"}}
      """;
  private static final RuntimeSpec.Place PLACE =
      new RuntimeSpec.Place(
          Path.of("/c/root"), "/lading/c", false, true, true, "amd64", "6.1.0-13-amd64");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // --entrypoint, command, what runs
        "-, '', /entry a b",
        "-, c d, /entry c d",
        "/other, '', /other",
        "/other, c, /other c",
        "'', c, c"
      })
  void arguments_areDockers(String entrypoint, String command, String runs) {
    Plan plan = plan(process(Optional.ofNullable(entrypoint), words(command)), usual());

    assertThat(plan.arguments()).isEqualTo(words(runs));
  }

  @Test
  void nothingToRun_isRefused() {
    assertThatThrownBy(() -> plan(process(Optional.of(""), List.of()), usual()))
        .isInstanceOf(NoCommand.class);
  }

  @Test
  void theImage_saysWhatNobodyElseDoes() {
    Plan plan = plan(process(Optional.empty(), List.of()), usual());

    assertThat(plan.workingDirectory()).isEqualTo("/work");
    assertThat(plan.stopSignal()).isEqualTo(new StopSignal(3));
    assertThat(plan.account()).isEqualTo(new Account(7, 8, List.of(), "/"));
    assertThat(plan.environment())
        .containsExactly("PATH=/bin", "HOSTNAME=c0ffee", "HOME=/", "A=image");
  }

  @Test
  void aRelativeWorkingDirectory_isRefused() {
    RunOptions.Execution process =
        new RunOptions.Execution(
            Optional.empty(), List.of(), List.of(), Optional.of("here"), Optional.empty(), false);

    assertThatThrownBy(() -> plan(process, usual())).isInstanceOf(InvalidOption.class);
  }

  @Test
  void spec_ofAnotherUser_hasCapabilitiesToBoundOnly() {
    JsonNode spec = spec(plan(process(Optional.empty(), List.of()), usual()));

    assertThat(spec.at("/process/capabilities/bounding")).hasSize(14);
    assertThat(spec.at("/process/capabilities/effective")).isEmpty();
    assertThat(spec.at("/process/capabilities/permitted")).isEmpty();
    assertThat(spec.at("/process/capabilities/inheritable").isMissingNode()).isTrue();
    assertThat(spec.at("/process/user/uid").asInt()).isEqualTo(7);
  }

  @Test
  void spec_hasWhatDockerHidesAndLimits() {
    JsonNode spec = spec(plan(process(Optional.empty(), List.of()), usual()));

    assertThat(texts(spec.at("/linux/maskedPaths"))).contains("/proc/kcore", "/sys/firmware");
    assertThat(texts(spec.at("/linux/readonlyPaths"))).contains("/proc/sys");
    assertThat(spec.at("/linux/namespaces").findValuesAsText("type"))
        .containsExactly("pid", "ipc", "uts", "mount", "network", "cgroup");
    assertThat(spec.at("/linux/resources/memory/limit").asLong()).isEqualTo(64 << 20);
    assertThat(spec.at("/linux/resources/memory/swap").asLong()).isEqualTo(128 << 20);
    assertThat(spec.at("/linux/resources/cpu/quota").asLong()).isEqualTo(150_000);
    assertThat(spec.at("/linux/resources/pids/limit").asLong()).isEqualTo(9);
    assertThat(spec.at("/process/rlimits").isMissingNode()).isTrue();
    assertThat(spec.at("/process/oomScoreAdj").isMissingNode()).isTrue();
  }

  @Test
  void spec_inAUserNamespace_asksForNothingThatRootOnlyMay() {
    var place = new RuntimeSpec.Place(Path.of("/c/root"), "", true, false, false, "amd64", "6.1");
    JsonNode spec = RuntimeSpec.of(plan(process(Optional.empty(), List.of()), usual()), place);

    assertThat(spec.at("/linux/cgroupsPath").isMissingNode()).isTrue();
    assertThat(spec.at("/linux/resources/devices").isMissingNode()).isTrue();
    assertThat(spec.at("/mounts").toString()).doesNotContain("gid=5").doesNotContain("cgroup");
  }

  @Test
  void mounts_belowOthers_comeLater() {
    RunOptions options =
        new RunOptions(
            process(Optional.empty(), List.of()),
            usual(),
            Limits.none(),
            List.of(
                new Volume(Path.of("/v"), "/data/deep/er", true),
                new Volume(Path.of("/w"), "/data", false)),
            List.of(Tmpfs.parse("/data/deep")),
            Optional.empty());

    List<String> targets = spec(plan(options)).at("/mounts").findValuesAsText("destination");
    assertThat(targets).endsWith("/data", "/data/deep", "/data/deep/er");
  }

  @Test
  void theUsualFilter_followsTheCapabilities() {
    assertThat(allowed(List.of())).contains("read", "clone").doesNotContain("mount", "unshare");
    assertThat(allowed(List.of("SYS_ADMIN"))).contains("mount", "unshare", "clone3");
    assertThat(allowed(List.of("SYS_TIME"))).contains("clock_settime").doesNotContain("mount");
  }

  @Test
  void aProfileInDockersForm_isMadeTheOcis() throws IOException {
    Path profile =
        Files.writeString(
            folder.resolve("profile"),
            """
            {"defaultAction": "SCMP_ACT_ALLOW",
             "archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86"]},
                         {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": null}],
             "syscalls": [
               {"name": "mkdir", "action": "SCMP_ACT_ERRNO", "args": null, "comment": "old form"},
               {"names": ["rmdir"], "action": "SCMP_ACT_ERRNO", "includes": {"arches": ["arm64"]}},
               {"names": ["chown"], "action": "SCMP_ACT_ERRNO", "excludes": {"caps": ["CAP_CHOWN"]}},
               {"names": ["sync"], "action": "SCMP_ACT_ERRNO", "includes": {"minKernel": "7.0"}},
               {"names": ["link"], "action": "SCMP_ACT_ERRNO", "includes": {"minKernel": "4.8"}}]}
            """);

    JsonNode filter = seccomp(new Seccomp.Profile(profile));

    assertThat(texts(filter.path("architectures")))
        .containsExactly("SCMP_ARCH_X86_64", "SCMP_ARCH_X86");
    assertThat(filter.path("syscalls").toString())
        .isEqualTo(
            """
            [{"names":["mkdir"],"action":"SCMP_ACT_ERRNO"},\
            {"names":["link"],"action":"SCMP_ACT_ERRNO"}]""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]",
        "{}",
        "not json",
        "{\"defaultAction\": 1}",
        "{\"defaultAction\":\"X\",\"syscalls\":[{}]}"
      })
  void aProfileThatIsNone_isRefused(String text) throws IOException {
    Path profile = Files.writeString(folder.resolve("profile"), text);

    assertThatThrownBy(() -> seccomp(new Seccomp.Profile(profile)))
        .isInstanceOf(UnusableFile.class);
  }

  @Test
  void another_hasTheRightsOfTheFirst() {
    ObjectNode spec = spec(plan(process(Optional.empty(), List.of()), usual()));

    JsonNode process =
        RuntimeSpec.another(
            spec,
            new RuntimeSpec.Another(
                List.of("sh"),
                List.of("A=mine"),
                "/tmp",
                Optional.of(new Account(0, 0, List.of(3), "/root")),
                true));

    assertThat(texts(process.path("args"))).containsExactly("sh");
    assertThat(texts(process.path("env"))).contains("A=mine", "PATH=/bin");
    assertThat(process.path("cwd").asText()).isEqualTo("/tmp");
    assertThat(process.at("/capabilities/effective")).hasSize(14);
    assertThat(process.at("/user/additionalGids/0").asInt()).isEqualTo(3);
    assertThat(process.path("terminal").asBoolean()).isTrue();
  }

  private static JsonNode seccomp(Seccomp seccomp) {
    RunOptions.Isolation isolation =
        new RunOptions.Isolation(
            Optional.empty(), Network.NONE, List.of(), List.of(), seccomp, false, false);
    return spec(plan(process(Optional.empty(), List.of()), isolation)).at("/linux/seccomp");
  }

  private static List<String> allowed(List<String> capAdd) {
    RunOptions.Isolation isolation =
        new RunOptions.Isolation(
            Optional.empty(), Network.NONE, capAdd, List.of(), new Seccomp.Usual(), false, false);
    JsonNode filter =
        spec(plan(process(Optional.empty(), List.of()), isolation)).at("/linux/seccomp");
    List<String> names = new ArrayList<>();
    for (JsonNode rule : filter.path("syscalls")) {
      if (rule.path("action").asText().equals("SCMP_ACT_ALLOW")) {
        names.addAll(texts(rule.path("names")));
      }
    }
    return names;
  }

  private static ObjectNode spec(Plan plan) {
    return RuntimeSpec.of(plan, PLACE);
  }

  private static Plan plan(RunOptions.Execution process, RunOptions.Isolation isolation) {
    Limits limits =
        new Limits(OptionalLong.of(64 << 20), OptionalLong.of(150_000), OptionalLong.of(9));
    return plan(new RunOptions(process, isolation, limits, List.of(), List.of(), Optional.empty()));
  }

  private static Plan plan(RunOptions options) {
    return Plan.of(
        ImageConfig.parse(IMAGE.getBytes(StandardCharsets.UTF_8)),
        options,
        new Plan.Surroundings(
            Accounts.of(Optional.empty(), Optional.empty()), "c0ffee", Capabilities.everything()));
  }

  private static RunOptions.Execution process(Optional<String> entrypoint, List<String> command) {
    return new RunOptions.Execution(
        entrypoint, command, List.of(), Optional.empty(), Optional.empty(), false);
  }

  private static RunOptions.Isolation usual() {
    return new RunOptions.Isolation(
        Optional.empty(), Network.NONE, List.of(), List.of(), new Seccomp.Usual(), false, false);
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
