package dev.lading.conformance.garbage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a store holds, read from its files or objects.
 *
 * @param root where {@code docker/registry/v2} begins
 */
record StoredTree(Path root) {
  private static final Pattern DATA =
      Pattern.compile("docker/registry/v2/blobs/(sha\\d+)/[0-9a-f]{2}/([0-9a-f]+)/data");
  private static final Pattern LINK =
      Pattern.compile(
          "docker/registry/v2/repositories/.+/(?:_layers|_manifests/revisions|index)/(sha\\d+)/([0-9a-f]+)/link");

  /** The digests that bytes are stored under. */
  Set<String> data() throws IOException {
    return digests(DATA);
  }

  /** The digests that some repository links to: as a layer, as a manifest, or as what a tag was. */
  Set<String> linked() throws IOException {
    return digests(LINK);
  }

  private Set<String> digests(Pattern pattern) throws IOException {
    Set<String> digests = new HashSet<>();
    for (String file : files()) {
      Matcher match = pattern.matcher(file);
      if (match.matches()) {
        digests.add(match.group(1) + ":" + match.group(2));
      }
    }
    return digests;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }
}
