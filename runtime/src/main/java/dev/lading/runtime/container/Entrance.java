package dev.lading.runtime.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.runtime.backend.Backend;
import dev.lading.runtime.backend.Host;
import dev.lading.runtime.bundle.RuntimeSpec;
import dev.lading.runtime.container.ContainerException.Damaged;
import dev.lading.runtime.container.ContainerException.NotStarted;
import dev.lading.runtime.registry.http.JsonDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Runs more processes in containers that run. */
public final class Entrance {
  /** Above what we write: two million bytes of words, six for each as JSON, and a profile. */
  private static final int SPEC_LIMIT_BYTES = 1 << 24;

  private final Host host;
  private final Backend backend;

  public Entrance(Host host, Backend backend) {
    this.host = host;
    this.backend = backend;
  }

  /**
   * Runs a process to its end, with our output, and passes on the signals that are sent to us.
   *
   * @param withInput whether it gets our input as well
   * @return its exit code
   * @throws ContainerException.NotStarted when it did not begin
   */
  public int run(
      Container container,
      ContainerState.Running running,
      RuntimeSpec.Another another,
      boolean withInput) {
    try {
      return new Visit(container, running, another).run(withInput);
    } catch (IOException e) {
      throw new UncheckedIOException(container.folder().toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped waiting in " + container.title(), e);
    }
  }

  private final class Visit {
    private final Container container;
    private final ContainerState.Running running;
    private final RuntimeSpec.Another another;

    Visit(Container container, ContainerState.Running running, RuntimeSpec.Another another) {
      this.container = container;
      this.running = running;
      this.another = another;
    }

    int run(boolean withInput) throws IOException, InterruptedException {
      Path process = Files.createTempFile(container.folder(), "exec-", ".json");
      Path pid = process.resolveSibling(process.getFileName() + ".pid");
      try {
        List<String> entering =
            backend.exec(container.bundle(), process, pid, running.supervisor());
        ObjectNode description = RuntimeSpec.another(spec(), another);
        Files.write(process, JsonDocument.bytes(description));
        int code = wait(entering, withInput);
        if (pid.toFile().length() == 0) {
          throw notStarted(description);
        }
        return code;
      } finally {
        Files.deleteIfExists(process);
        Files.deleteIfExists(pid);
      }
    }

    /** The runtime passes signals on itself. */
    private int wait(List<String> entering, boolean withInput)
        throws IOException, InterruptedException {
      List<String> command = new ArrayList<>(List.of(host.get("setsid")));
      command.addAll(entering);
      ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
      if (!withInput) {
        builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
      }
      Process process = builder.start();
      HostSignals.give(number -> signal(process, number));
      return process.waitFor();
    }

    private void signal(Process process, int number) {
      try {
        Programs.run(
            List.of(host.get("kill"), "-" + number, Long.toString(process.pid())),
            container.folder());
      } catch (IOException _) {
        // it has ended meanwhile
      }
    }

    private ObjectNode spec() throws IOException {
      Path config = container.folder().resolve("config.json");
      try (var in = Files.newInputStream(config)) {
        return JsonDocument.object(in.readNBytes(SPEC_LIMIT_BYTES))
            .orElseThrow(() -> new Damaged(config));
      }
    }

    private NotStarted notStarted(ObjectNode process) {
      List<String> environment =
          StreamSupport.stream(process.path("env").spliterator(), false)
              .map(setting -> setting.asText())
              .toList();
      String program = another.arguments().getFirst();
      int blame =
          new CommandLookup(Path.of(container.recorded().imageRoot()))
              .blame(program, environment, process.path("cwd").asText());
      return new NotStarted(program, backend.name(), blame, "");
    }
  }
}
