package dev.lading.runtime.command;

import static dev.lading.runtime.command.ContainerPrograms.await;
import static dev.lading.runtime.command.ContainerPrograms.content;
import static dev.lading.runtime.command.ContainerPrograms.isOver;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.runtime.command.ContainerPrograms.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers for real, as whoever types the commands sees them. */
class RunningTest extends ContainerTest {
  private static final String TELLING =
      "trap 'echo told; exit 9' %s; echo up; while :; do sleep 0.05; done";

  @BeforeEach
  void begin() {
    ContainerPrograms.need("runc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun", "bwrap", "unshare"})
  void everyBackEnd_runsTheSameImage(String backend) throws IOException {
    ContainerPrograms.need(backend);
    Files.writeString(folder.resolve("shared"), "shared");
    String script =
        """
        cat; pwd; hostname; echo $GIVEN $FROM_IMAGE; cat /in; echo x >/in; touch /denied;
        echo x >/scratch/file && cat /scratch/file; grep CapBnd /proc/self/status; exit 7
        """;

    Said said =
        programs.ladingTold(
            "told\n",
            "run",
            "--rm",
            "-i",
            "--runtime",
            backend,
            "--hostname",
            "inside",
            "-w",
            "/made/for/it",
            "-e",
            "GIVEN=given",
            "-v",
            folder.resolve("shared") + ":/in:ro",
            "--tmpfs",
            "/scratch",
            "--read-only",
            programs.image(),
            "sh",
            "-c",
            script);

    assertThat(said.out().lines())
        .startsWith("told", "/made/for/it", "inside", "given yes", "sharedx");
    assertThat(said.err()).contains("can't create /in: Read-only", "/denied: Read-only");
    assertThat(said.exit()).isEqualTo(7);
    assertThat(programs.ids()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "runc, nosuch, 127",
    "runc, /etc/passwd, 126",
    "crun, nosuch, 127",
    "crun, /etc/passwd, 126",
    "bwrap, nosuch, 127",
    "bwrap, /etc/passwd, 126",
    "unshare, nosuch, 127",
    "unshare, /etc/passwd, 126"
  })
  void aCommandThatCannotBeStarted_hasItsOwnCode(String backend, String command, int code)
      throws IOException {
    ContainerPrograms.need(backend);
    assertThat(
            programs.lading("run", "--rm", "--runtime", backend, programs.image(), command).exit())
        .isEqualTo(code);
    assertThat(programs.ids()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // what is asked for         | what runs                         | exit | said
        "                            |                                   | 0    | from the image",
        "--entrypoint id             |                                   | 0    | uid=0(root)",
        "-u ada                      | id                                | 0    | uid=1000(ada) gid=1000(ada) groups=2000(crew)",
        "-u 5:6                      | id                                | 0    | uid=5 gid=6",
        "-u ada                      | sh -c pwd;echo~$HOME              | 0    | /home/ada",
        "                            | hostname new                      | 1    | not permitted",
        "--cap-add SYS_ADMIN         | sh -c hostname~new&&hostname      | 0    | new",
        "                            | chown 1 /tmp                      | 0    |",
        "--cap-drop CHOWN            | chown 1 /tmp                      | 1    | not permitted",
        "                            | mknod /tmp/n c 1 3                | 0    |",
        "--cap-drop MKNOD            | mknod /tmp/n c 1 3                | 1    | not permitted",
        "--cap-drop ALL              | grep CapBnd /proc/self/status     | 0    | 0000000000000000",
        "--memory 32m                | tail /dev/zero                    | 137  |",
        "--pids-limit 5              | sh -c for~i~in~1~2~3~4~5~6;do~sleep~1&done;wait | 2 | can't fork",
        "--security-opt no-new-privileges | grep NoNewPrivs /proc/self/status | 0 | 1",
        "                            | grep Seccomp: /proc/self/status   | 0    | 2",
        "--security-opt seccomp=unconfined | grep Seccomp: /proc/self/status | 0  | 0",
        "                            | ls /sys/class/net                 | 0    | lo",
        "--network host              | ls -d /sys/class/net/lo           | 0    | lo",
        "--memory 1m                 | true                              | 125  | --memory 1m",
        "-t                          | true                              | 125  | not a TTY",
        "-p 80:80                    | true                              | 125  | --network host",
        "-v name:/x                  | true                              | 125  | names",
        "--runtime none              | true                              | 125  | runc, crun",
        "--nonsense                  | true                              | 125  | --nonsense",
        "--runtime bwrap --memory 32m   | true                           | 125  | --memory cannot be given by bwrap",
        "--runtime bwrap -u ada         | true                           | 125  | -u 1000 cannot be given by bwrap",
        "--runtime unshare --cpus 1     | true                           | 125  | --cpus cannot be given by unshare",
        "--runtime unshare --cap-drop ALL | true                         | 125  | SYS_CHROOT cannot be given by unshare",
        "--runtime unshare --security-opt seccomp=/x | true              | 125  | seccomp=FILE cannot be given by unshare",
      })
  void options_behaveAsDockerSays(String options, String command, int exit, String said) {
    List<String> words = new ArrayList<>(List.of("run", "--rm"));
    words.addAll(words(options));
    words.add(programs.image());
    words.addAll(words(command));

    Said heard = programs.lading(words.toArray(String[]::new));

    assertThat(heard.exit()).as("%s", heard).isEqualTo(exit);
    assertThat(heard.out() + heard.err()).contains(said == null ? "" : said);
  }

  @Test
  void cpus_areAQuotaOfTheControlGroup() {
    Said said =
        programs.lading(
            "run",
            "--rm",
            "--cpus",
            "0.5",
            programs.image(),
            "sh",
            "-c",
            "cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null || cat /sys/fs/cgroup/cpu.max");

    assertThat(said.out()).startsWith("50000");
  }

  @Test
  void aProfile_forbidsWhatItNames() throws IOException {
    Path profile =
        Files.writeString(
            folder.resolve("profile.json"),
            """
            {"defaultAction": "SCMP_ACT_ALLOW",
             "syscalls": [{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO"}]}
            """);

    Said said =
        programs.lading(
            "run",
            "--rm",
            "--security-opt",
            "seccomp=" + profile,
            programs.image(),
            "sh",
            "-c",
            "touch /tmp/a && mkdir /tmp/b");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("/tmp/b': Operation not permitted");
  }

  @Test
  void aVolume_isWrittenThrough_andTheImageIsNot() throws IOException {
    Path shared = folder.resolve("made");

    programs.lading(
        "run",
        "--rm",
        "-v",
        shared + ":/deep/in/it",
        programs.image(),
        "sh",
        "-c",
        "echo a >/deep/in/it/file; echo b >/etc/passwd; touch /new");

    assertThat(shared.resolve("file")).hasContent("a");
    assertThat(Files.readString(folder.resolve("image/etc/passwd"))).startsWith("root");
    assertThat(folder.resolve("image/new")).doesNotExist();
    assertThat(folder.resolve("image/deep")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "runc, TERM",
    "runc, INT",
    "runc, HUP",
    "runc, USR1",
    "runc, USR2",
    "runc, WINCH",
    "crun, TERM",
    "bwrap, TERM",
    "unshare, TERM"
  })
  void signals_arePassedOn(String backend, String signal) throws IOException, InterruptedException {
    ContainerPrograms.need(backend);
    Path out = folder.resolve("said");
    Process process =
        programs.start(
            programs.command(
                "run",
                "--rm",
                "--runtime",
                backend,
                programs.image(),
                "sh",
                "-c",
                TELLING.formatted(signal)),
            out);
    await(() -> content(out).contains("up"));

    programs.run("", List.of("kill", "-" + signal, Long.toString(process.pid())));

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(9);
    assertThat(content(out)).endsWith("told\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void aTerminal_isPassedThrough(String backend) {
    ContainerPrograms.need(backend);
    String command =
        String.join(
            " ",
            programs.command(
                "run",
                "--rm",
                "-it",
                "--runtime",
                backend,
                programs.image(),
                "sh",
                "-c",
                "'tty; exit 5'"));

    Said said = programs.run("", List.of("script", "-qec", command, "/dev/null"));

    assertThat(said.out()).contains("/dev/pts/0");
    assertThat(said.exit()).isEqualTo(5);
  }

  @Test
  void aName_thatIsAnothersByNow_staysWhenItsContainerGoes() throws IOException {
    String first =
        programs
            .lading("run", "-d", "--rm", "--name", "web", programs.image(), "sleep", "1000")
            .out()
            .strip();
    String next = programs.lading("run", "-d", programs.image(), "sleep", "1000").out().strip();
    Path name = programs.container(first).resolveSibling("names").resolve("web");
    Files.delete(name);
    Files.createSymbolicLink(name, Path.of("..", next));

    programs.lading("rm", "-f", first);
    await(() -> !Files.exists(programs.container(first)));

    assertThat(programs.lading("inspect", "web").out()).contains(next);
  }

  @ParameterizedTest
  @CsvSource({"runc, true", "crun, true", "bwrap, false", "unshare, false"})
  void aDetachedContainer_isLookedAfter(String backend, boolean canBeEntered) {
    ContainerPrograms.need(backend);
    Said begun =
        programs.lading(
            "run",
            "-d",
            "--name",
            "web",
            "--runtime",
            backend,
            "--stop-signal",
            "USR1",
            programs.image(),
            "sh",
            "-c",
            TELLING.formatted("USR1"));
    String id = begun.out().strip();
    assertThat(id).matches("[0-9a-f]{64}");
    assertThat(programs.lading("ps").out()).contains(id.substring(0, 12), "running", "web");
    await(() -> programs.lading("logs", "web").out().equals("up\n"));

    Said entered =
        programs.lading(
            "exec", "-u", "ada", "-e", "A=b", "web", "sh", "-c", "id -u; echo $A; exit 4");
    assertThat(entered.exit()).isEqualTo(canBeEntered ? 4 : 125);
    assertThat(entered.out()).isEqualTo(canBeEntered ? "1000\nb\n" : "");
    assertThat(programs.lading("run", "--name", "web", programs.image()).exit()).isEqualTo(125);
    assertThat(programs.lading("rm", "web").exit()).isEqualTo(1);

    assertThat(programs.lading("stop", id.substring(0, 6)).exit()).isZero();

    assertThat(programs.lading("ps").out()).doesNotContain("web");
    assertThat(programs.lading("ps", "-a").out()).contains("exited (9)");
    assertThat(programs.lading("logs", "-f", "web").out()).isEqualTo("up\ntold\n");
    assertThat(programs.lading("inspect", "web").out()).contains("\"code\" : 9");
    assertThat(programs.lading("rm", "web").exit()).isZero();
  }

  @Test
  void oneThatDoesNotListen_isKilled() {
    programs.lading("run", "-d", "--name", "deaf", programs.image(), "sleep", "1000");

    assertThat(programs.lading("stop", "-t", "1", "deaf").exit()).isZero();

    assertThat(programs.lading("ps", "-a").out()).contains("exited (137)");
  }

  @Test
  void withoutUs_theContainerGoesOn_andItsEndIsKnown() throws IOException, InterruptedException {
    Path out = folder.resolve("said");
    Process process =
        programs.start(
            programs.command(
                "run", "--name", "web", programs.image(), "sh", "-c", TELLING.formatted("TERM")),
            out);
    await(() -> content(out).contains("up"));

    process.destroyForcibly().waitFor();

    assertThat(programs.lading("ps").out()).contains("running");
    assertThat(programs.lading("stop", "web").exit()).isZero();
    assertThat(programs.lading("ps", "-a").out()).contains("exited (9)");
  }

  @ParameterizedTest
  @CsvSource({"runc, running", "crun, running", "bwrap, lost", "unshare, lost"})
  void withoutItsSupervisor_psIsHonest_andRmRemovesAll(String backend, String state)
      throws IOException {
    ContainerPrograms.need(backend);
    String id =
        programs
            .lading("run", "-d", "--runtime", backend, programs.image(), "sleep", "1000")
            .out()
            .strip();
    Path container = folder.resolve("data/lading/containers").resolve(id);
    String supervisor = Files.readString(container.resolve("supervisor")).split(" ", 2)[0];
    ProcessHandle init =
        ProcessHandle.of(
                Long.parseLong(Files.readString(container.resolve("pid")).strip().split(" ", 2)[0]))
            .orElseThrow();

    programs.run("", List.of("kill", "-9", supervisor));
    if (state.equals("lost")) {
      await(() -> isOver(init));
    }

    assertThat(programs.lading("ps", "-a").out()).contains(state);
    assertThat(programs.lading("rm", "-f", id).exit()).isZero();
    await(() -> isOver(init));
    assertThat(container).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun"})
  void whenTheRuntimeIsKilled_theContainerEnds(String backend) throws IOException {
    ContainerPrograms.need(backend);
    String id =
        programs
            .lading("run", "-d", "--runtime", backend, programs.image(), "sleep", "1000")
            .out()
            .strip();
    Path container = folder.resolve("data/lading/containers").resolve(id);
    ProcessHandle init =
        ProcessHandle.of(Long.parseLong(Files.readString(container.resolve("pid")).strip()))
            .orElseThrow();

    programs.run("", List.of("kill", "-9", Long.toString(init.parent().orElseThrow().pid())));

    await(() -> isOver(init));
    await(() -> programs.lading("ps", "-a").out().contains("exited (137)"));
  }

  /** Words between spaces; a tilde is a space in one of them. */
  private static List<String> words(String text) {
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of(text.split(" ")));
    int script = words.indexOf("-c");
    if (script >= 0) {
      words.set(script + 1, words.get(script + 1).replace('~', ' '));
    }
    return words;
  }
}
