package dev.lading.runtime.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    programs.configure(
        """
        {"Cmd": ["echo", "from the image"], "Env": ["FROM_IMAGE=yes"]}""");
    return programs;
  }

  /** False where it is not installed, and then a line says so; in CI that is a failure. */
  static boolean has(String program) {
    if (paths().anyMatch(path -> Files.isExecutable(path.resolve(program)))) {
      return true;
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(program + " is not installed");
    }
    System.out.println("not run: " + program + " is not installed");
    return false;
  }

  /** Another config of the image: what stands behind {@code "config":}. */
  void configure(String config) throws IOException {
    Files.writeString(
        folder.resolve("image.json"),
        """
        {"os": "linux", "architecture": "amd64", "rootfs": {"type": "layers", "diff_ids": []},
         "config": %s}
        """
            .formatted(config));
  }

  /** The folders of all containers. */
  List<Path> containers() throws IOException {
    Path containers = folder.resolve("data/lading/containers");
    if (!Files.isDirectory(containers)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(containers)) {
      return folders.filter(path -> !path.endsWith("names")).toList();
    }
  }

  /** Whatever runs is killed. */
  void removeContainers() throws IOException {
    for (Path container : containers()) {
      lading("rm", "-f", container.getFileName().toString());
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
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
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
