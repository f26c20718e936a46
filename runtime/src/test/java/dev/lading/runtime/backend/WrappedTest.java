package dev.lading.runtime.backend;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts bubblewrap and writes the pid of what runs in it. */
class WrappedTest {
  private static final int KILLED = 137;

  @TempDir private Path folder;

  @Test
  void aProgram_isFoundByItsPid() throws IOException, InterruptedException {
    assertThat(run("true")).isZero();
    assertThat(folder.resolve("pid")).content().matches("[0-9]+\n");
  }

  /** As on a full disk: nobody could find it, and so not end it. */
  @Test
  void aProgramWhosePidCannotBeWritten_isEnded() throws IOException, InterruptedException {
    Files.createSymbolicLink(folder.resolve("pid"), Path.of("/dev/full"));

    assertThat(run("sleep 60")).isEqualTo(KILLED);
  }

  private int run(String program) throws IOException, InterruptedException {
    Path script = folder.resolve("wrapped.sh");
    try (InputStream in = requireNonNull(Bubblewrap.class.getResourceAsStream("wrapped.sh"))) {
      Files.copy(in, script);
    }
    Files.createFile(folder.resolve("options"));
    String command =
        "exec unshare --mount sh wrapped.sh \"$(command -v bwrap)\" --json-status-fd 3"
            + " --ro-bind / / --dev /dev --unshare-pid --as-pid-1 "
            + program;
    return new ProcessBuilder("sh", "-c", command)
        .directory(folder.toFile())
        .inheritIO()
        .start()
        .waitFor();
  }
}
