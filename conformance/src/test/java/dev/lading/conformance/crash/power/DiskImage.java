package dev.lading.conformance.crash.power;

import dev.lading.conformance.support.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A directory tree that may be found after a power loss.
 *
 * @param entries by path below the root, parents first; a directory has no bytes
 */
record DiskImage(SortedMap<String, Optional<byte[]>> entries) {
  DiskImage {
    entries = new TreeMap<>(entries);
  }

  /** Makes the tree below {@code root}, which is there and empty. */
  void writeTo(Path root) throws IOException {
    for (Map.Entry<String, Optional<byte[]>> entry : entries.entrySet()) {
      Path path = root.resolve(entry.getKey());
      if (entry.getValue().isPresent()) {
        Files.write(path, entry.getValue().get());
      } else {
        Files.createDirectory(path);
      }
    }
  }

  /** The same for equal trees, and for no others. */
  String fingerprint() {
    var text = new ByteArrayOutputStream();
    entries.forEach(
        (path, bytes) -> {
          String kind = bytes.map(content -> new Content(content).sha256()).orElse("directory");
          text.writeBytes((path + "\n" + kind + "\n").getBytes(StandardCharsets.UTF_8));
        });
    return new Content(text.toByteArray()).sha256();
  }
}
