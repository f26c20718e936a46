package dev.lading.runtime.command;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An image and a place for containers, of which nothing is left in the end. Runs as root. */
abstract class ContainerTest {
  @TempDir Path folder;
  ContainerPrograms programs = new ContainerPrograms(Path.of("unset"));

  @BeforeEach
  final void beginWithAnImage() throws IOException {
    ContainerPrograms.need("busybox");
    programs = ContainerPrograms.in(folder);
  }

  @AfterEach
  final void leaveNothing() throws IOException {
    programs.leaveNothing();
  }
}
