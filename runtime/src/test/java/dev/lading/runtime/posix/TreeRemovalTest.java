package dev.lading.runtime.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeRemovalTest {
  private static final int DEEP = 3_000;

  @TempDir private Path folder;

  @Test
  void delete_followsNoLinks() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("file"), "kept");
    Path tree = Files.createDirectories(folder.resolve("tree/a"));
    Files.createSymbolicLink(tree.resolve("link"), outside);
    Files.createSymbolicLink(folder.resolve("tree/file"), outside.resolve("file"));

    TreeRemoval.delete(folder.resolve("tree"));

    assertThat(folder.resolve("tree")).doesNotExist();
    assertThat(outside.resolve("file")).hasContent("kept");
  }

  @Test
  void delete_ofALink_takesTheLink() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept"), "kept");
    Path link = Files.createSymbolicLink(folder.resolve("link"), kept);

    TreeRemoval.delete(link);

    assertThat(link).doesNotExist();
    assertThat(kept).hasContent("kept");
  }

  @Test
  void delete_ofNothing_isFine() {
    TreeRemoval.delete(folder.resolve("none"));
  }

  @Test
  void delete_copesWithDirectoriesThatForbidIt() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("tree/a/b"));
    Files.writeString(inner.resolve("file"), "");
    for (Path each : new Path[] {inner, inner.getParent(), folder.resolve("tree")}) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("---------"));
    }

    TreeRemoval.delete(folder.resolve("tree"));

    assertThat(folder.resolve("tree")).doesNotExist();
  }

  /** Deeper than any path may be long. */
  @Test
  void delete_goesAsDeepAsItIs() throws IOException {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    RawName name = new RawName("deeper");
    try (Kernel kernel = Kernel.open()) {
      Directory current = Directory.open(kernel, tree);
      for (int i = 0; i < DEEP; i++) {
        current.makeDirectory(name, 0700);
        Directory child = current.child(name);
        current.close();
        current = child;
      }
      current.close();
    }

    TreeRemoval.delete(tree);

    assertThat(tree).doesNotExist();
  }
}
