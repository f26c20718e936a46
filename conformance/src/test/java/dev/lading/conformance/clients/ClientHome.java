package dev.lading.conformance.clients;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A directory that clients take for their home, so that what they keep and remember stays in it.
 * Their environment is made anew: nothing of this JVM's reaches them.
 *
 * @param directory exists, and is the caller's to delete
 */
public record ClientHome(Path directory, Map<String, String> environment) {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** What a program said, and how it ended. */
  public record Output(List<String> command, int exit, String out, String err) {
    /** The program must have succeeded. */
    public Output orFail() {
      if (exit != 0) {
        throw new AssertionError(toString());
      }
      return this;
    }

    /** The output without the newline that ends it. */
    public String line() {
      return out.strip();
    }

    @Override
    public String toString() {
      return "%s%nended with %d%n%s%n%s".formatted(String.join(" ", command), exit, out, err);
    }
  }

  public static ClientHome in(Path directory) {
    try {
      var environment = new TreeMap<String, String>();
      environment.put("PATH", PATH);
      environment.put("HOME", directory.toString());
      environment.put("TMPDIR", Files.createDirectories(directory.resolve("tmp")).toString());
      for (String kind : List.of("CACHE_HOME", "CONFIG_HOME", "DATA_HOME", "RUNTIME_DIR")) {
        Path place = Files.createDirectories(directory.resolve("xdg-" + kind));
        environment.put("XDG_" + kind, place.toString());
      }
      return new ClientHome(directory, environment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ClientHome with(String variable, String value) {
    var more = new TreeMap<>(environment);
    more.put(variable, value);
    return new ClientHome(directory, more);
  }

  public ClientHome with(Map<String, String> variables) {
    var more = new TreeMap<>(environment);
    more.putAll(variables);
    return new ClientHome(directory, more);
  }

  /** Runs a program to its end, which must be a success. */
  public Output run(String... command) {
    return attempt(command).orFail();
  }

  /** Runs a program to its end. Nobody is there to answer what it asks. */
  public Output attempt(String... command) {
    try {
      Path out = Files.createTempFile(directory, "out", "");
      Path err = Files.createTempFile(directory, "err", "");
      Process process =
          processOf(List.of(command))
              .redirectInput(new File("/dev/null"))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      int exit = awaitEnd(process);
      return new Output(List.of(command), exit, Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A process in this home. Root's is given this directory as {@code /var/lib} too, in a mount
   * namespace of its own: there root's clients remember which blobs they have seen where, whatever
   * their environment says. What the process mounts is gone when it and its children end.
   */
  ProcessBuilder processOf(List<String> command) {
    var whole = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      whole.addAll(List.of("unshare", "--mount", "--propagation", "private", "sh", "-c"));
      whole.addAll(List.of("mount --bind \"$0\" /var/lib && exec \"$@\"", directory.toString()));
    }
    whole.addAll(command);
    var process = new ProcessBuilder(whole);
    process.environment().clear();
    process.environment().putAll(environment);
    return process;
  }

  private static int awaitEnd(Process process) {
    try {
      if (process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new AssertionError(process.info() + " did not end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
