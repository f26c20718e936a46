package dev.lading.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * {@link DirectoryMain} as a program of its own, with one image: a static busybox.
 *
 * @param folder where image and containers lie
 */
record ContainerPrograms(Path folder) {
  private static final long PATIENCE_SECONDS = 60;
  private static final List<String> APPLETS =
      List.of(
          "sh",
          "echo",
          "cat",
          "id",
          "hostname",
          "chown",
          "mknod",
          "mkdir",
          "touch",
          "grep",
          "tail",
          "sleep",
          "pwd",
          "env",
          "kill",
          "ls",
          "tty",
          "stty",
          "true",
          "head",
          "wc",
          "mount",
          "umount",
          "usleep");

  /** How a program ended, and what it said. */
  record Said(int exit, String out, String err) {}

  static ContainerPrograms in(Path folder) throws IOException {
    Path root = folder.resolve("image");
    for (String made : List.of("bin", "etc", "proc", "sys", "dev", "tmp", "home/ada")) {
      Files.createDirectories(root.resolve(made));
    }
    Files.setPosixFilePermissions(
        root.resolve("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.copy(find("busybox"), root.resolve("bin/busybox"));
    for (String applet : APPLETS) {
      Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
    }
    Files.writeString(
        root.resolve("etc/passwd"),
        "root:x:0:0::/root:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\n");
    Files.writeString(root.resolve("etc/group"), "ada:x:1000:\ncrew:x:2000:ada\n");
    ContainerPrograms programs = new ContainerPrograms(folder);
    programs.imageSays("{\"Cmd\": [\"echo\", \"from the image\"], \"Env\": [\"FROM_IMAGE=yes\"]}");
    return programs;
  }

  /**
   * @param config how it is to be run, as JSON
   */
  void imageSays(String config) throws IOException {
    Files.writeString(
        folder.resolve("image.json"),
        """
        {"os": "linux", "architecture": "amd64", "rootfs": {"type": "layers", "diff_ids": []},
         "config": %s}
        """
            .formatted(config));
  }

  /** Where one is not installed, the test fails: what it shows would be shown by nobody. */
  static void need(String... programs) {
    for (String program : programs) {
      if (paths().noneMatch(path -> Files.isExecutable(path.resolve(program)))) {
        throw new AssertionError(program + " is not installed; .ci/run installs what is needed");
      }
    }
  }

  String image() {
    return folder.resolve("image").toString();
  }

  /** Runs a command of ours to its end. */
  Said lading(String... arguments) {
    return run("", command(arguments));
  }

  Said ladingTold(String input, String... arguments) {
    return run(input, command(arguments));
  }

  /** With the signals as they usually are: whoever runs the tests may ignore some. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), DirectoryMain.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  Process start(List<String> command, Path out) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_DATA_HOME", folder.resolve("data").toString());
    return builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
  }

  Said run(String input, List<String> command) {
    try {
      Path out = Files.createTempFile(folder, "out", "");
      Path err = Files.createTempFile(folder, "err", "");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("XDG_DATA_HOME", folder.resolve("data").toString());
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException _) {
        // it did not want it
      }
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + command);
      }
      return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Of all containers that are there. */
  List<String> ids() throws IOException {
    Path containers = folder.resolve("data/lading/containers");
    if (!Files.isDirectory(containers)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(containers)) {
      return folders
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("names"))
          .toList();
    }
  }

  /** Where that container's files lie. */
  Path container(String id) {
    return folder.resolve("data/lading/containers").resolve(id);
  }

  /** Whatever runs is killed. */
  void removeAll() throws IOException {
    for (String id : ids()) {
      lading("rm", "-f", id);
    }
  }

  /** Removes all containers, and looks whether anything of them is left. */
  void leaveNothing() throws IOException {
    removeAll();
    assertThat(ids()).isEmpty();
    assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(folder.toString());
  }

  /** Empty when there is no such file. */
  static String content(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also when nobody has asked yet how it ended: not every machine's first process does. */
  static boolean isOver(ProcessHandle process) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return line.startsWith("Z", line.lastIndexOf(')') + 2);
    } catch (IOException _) {
      return true; // there is none any more
    }
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to pass");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static Path find(String program) {
    return paths()
        .map(path -> path.resolve(program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Path> paths() {
    return Stream.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin")
        .map(Path::of);
  }
}
