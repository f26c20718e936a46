package dev.lading.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.runtime.command.ContainerPrograms.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that reach for the machine, and ordinary ones that look as if they did. */
class HostileImageTest extends ContainerTest {
  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun", "bwrap", "unshare"})
  void aWorkingDirectory_staysInTheContainer(String backend) throws IOException {
    ContainerPrograms.need(backend);
    Path outside = folder.resolve("outside");
    programs.imageSays(
        """
        {"WorkingDir": "%s"}"""
            .formatted("../".repeat(20) + outside + "/./a"));

    Said said = run(backend, "pwd");

    assertThat(outside).doesNotExist();
    assertThat(said.out()).isEqualTo(outside + "/a\n");
    assertThat(said.exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bwrap", "unshare"})
  void linksInAnImage_areFollowedWithinIt(String backend) throws IOException {
    ContainerPrograms.need(backend);
    Path outside = folder.resolve("outside");
    link("etc/resolv.conf", "../run/systemd/resolve/stub-resolv.conf");
    link("etc/hosts", "../".repeat(20) + outside + "/hosts");
    link("etc/hostname", outside + "/hostname");
    link("var", outside.toString());

    Said said =
        programs.lading(
            "run",
            "--rm",
            "--runtime",
            backend,
            "--hostname",
            "inside",
            "--tmpfs",
            "/var/run",
            "-w",
            "/var/work",
            programs.image(),
            "sh",
            "-c",
            "cat /etc/resolv.conf >/dev/null && pwd && mount | grep -c ' %s/run '"
                .formatted(outside));

    assertThat(said.out()).as("%s", said).endsWith("1\n");
    assertThat(said.exit()).isZero();
    assertThat(outside).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"bwrap", "unshare"})
  void aCircleOfLinks_isNoPlaceForAFile(String backend) throws IOException {
    ContainerPrograms.need(backend);
    link("etc/hosts", "hosts");

    Said said = run(backend, "true");

    assertThat(said.exit()).isEqualTo(125);
    assertThat(said.err()).contains("/etc/hosts: links of the image lead in a circle");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bwrap", "unshare"})
  void aWorkingDirectoryThatIsAFile_isRefused(String backend) throws IOException {
    ContainerPrograms.need(backend);
    programs.imageSays(
        """
        {"WorkingDir": "/etc/passwd"}""");

    Said said = run(backend, "true");

    assertThat(said.exit()).isEqualTo(125);
    assertThat(said.err()).contains("/etc/passwd is no folder in the image");
    assertThat(programs.ids()).isEmpty();
  }

  /** Programs of this machine start with them before they leave its root. */
  @ParameterizedTest
  @ValueSource(strings = {"LD_PRELOAD=./x", "LD_LIBRARY_PATH=lib", "GCONV_PATH=.", "LANGUAGE=../x"})
  void variablesThatLoadCode_areNotHeededHere(String setting) throws IOException {
    ContainerPrograms.need("unshare");
    Files.write(folder.resolve("image/x"), "hostile".getBytes(StandardCharsets.UTF_8));
    programs.imageSays(
        """
        {"Env": ["%s"]}"""
            .formatted(setting));

    Said said = run("unshare", "true");

    assertThat(said.exit()).isEqualTo(125);
    assertThat(said.err())
        .contains(
            "the variable %s cannot be given by unshare"
                .formatted(setting.substring(0, setting.indexOf('='))));
  }

  private Said run(String backend, String... command) {
    List<String> words =
        new ArrayList<>(List.of("run", "--rm", "--runtime", backend, programs.image()));
    words.addAll(List.of(command));
    return programs.lading(words.toArray(String[]::new));
  }

  private void link(String name, String target) throws IOException {
    Path link = folder.resolve("image").resolve(name);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
  }
}
