package dev.lading.runtime.container;

import dev.lading.runtime.backend.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** What a runtime keeps of a container that lost its supervisor: its control groups, say. */
record Remains(Container container, Backend backend) {
  /** Nothing is done where there is none. */
  void delete() throws IOException {
    Optional<List<String>> delete = backend.delete(container.bundle());
    if (delete.isPresent()
        && Files.exists(container.folder().resolve("oci").resolve(container.id().text()))) {
      Programs.run(delete.get(), container.folder());
    }
  }
}
