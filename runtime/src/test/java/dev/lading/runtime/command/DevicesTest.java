package dev.lading.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.runtime.command.ContainerPrograms.Said;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No node opens a device of the machine that was not given. */
class DevicesTest extends ContainerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runc    | /image-node",
        "crun    | /image-node",
        "bwrap   | /image-node",
        "unshare | /image-node",
        "runc    | /made",
        "crun    | /made",
        "bwrap   | /made",
        "unshare | /made",
        "unshare | /dev/made",
        "unshare | /volume/made",
        "unshare | /tmpfs/made",
      })
  void aNode_opensNothing(String backend, String node) {
    ContainerPrograms.need(backend);
    // the kernel log of the machine, which no container is given
    programs.run(
        "", List.of("mknod", folder.resolve("image/image-node").toString(), "c", "1", "11"));
    Path volume = folder.resolve("volume");

    Said said =
        programs.lading(
            "run",
            "--rm",
            "--runtime",
            backend,
            "-v",
            volume + ":/volume",
            "--tmpfs",
            "/tmpfs",
            programs.image(),
            "sh",
            "-c",
            "[ -e %1$s ] || mknod %1$s c 1 11; [ -c %1$s ] && : <%1$s".formatted(node));

    assertThat(said.exit()).as("%s", said).isNotZero();
    assertThat(said.err()).containsAnyOf("can't open", "not permitted").doesNotContain("exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun", "bwrap", "unshare"})
  void theUsualDevices_open(String backend) {
    ContainerPrograms.need(backend);
    Said said =
        programs.lading(
            "run",
            "--rm",
            "--runtime",
            backend,
            "--read-only",
            programs.image(),
            "sh",
            "-c",
            """
            for d in null zero full random urandom; do : <>/dev/$d || exit 1; done
            head -c 3 /dev/zero | wc -c""");

    assertThat(said.out()).as("%s", said).isEqualTo("3\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun", "bwrap", "unshare"})
  void theMachinesNetwork_isNotSeen(String backend) {
    ContainerPrograms.need(backend);
    assertThat(
            programs
                .lading(
                    "run", "--rm", "--runtime", backend, programs.image(), "ls", "/sys/class/net")
                .out())
        .isEqualTo("lo\n");
  }
}
