package dev.lading.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLookupTest {
  private static final List<String> PATH = List.of("PATH=/none:/bin");

  @TempDir private Path folder;
  private Path root = Path.of("unset");

  @BeforeEach
  void fill() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("work"));
    program("bin/program");
    program("work/here");
    Files.writeString(root.resolve("bin/text"), "no program");
    link("bin/absolute", "/bin/program");
    link("bin/relative", "../bin/program");
    link("bin/climbing", "../../../../bin/program");
    link("bin/round", "/bin/round");
    link("bin/out", "../../outside");
    link("usr", "/bin");
    program("../outside");
  }

  @ParameterizedTest
  @CsvSource({
    "program, 125",
    "/bin/program, 125",
    "absolute, 125",
    "relative, 125",
    "climbing, 125",
    "/usr/program, 125",
    "./here, 125",
    "text, 126",
    "/bin, 126",
    "none, 127",
    "here, 127",
    "round, 127",
    "out, 127",
    "/outside, 127",
    "/../outside, 127",
  })
  void blame_isWhatShellsSay(String program, int code) {
    assertThat(new CommandLookup(root).blame(program, PATH, "/work")).isEqualTo(code);
  }

  @Test
  void withoutAPath_nothingIsFound() {
    assertThat(new CommandLookup(root).blame("program", List.of(), "/")).isEqualTo(127);
  }

  private void program(String path) throws IOException {
    Files.setPosixFilePermissions(
        Files.writeString(root.resolve(path), "#!"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void link(String path, String target) throws IOException {
    Files.createSymbolicLink(root.resolve(path), Path.of(target));
  }
}
