package dev.lading.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.runtime.image.DataFolder;
import dev.lading.runtime.registry.played.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataOptionsTest {
  @TempDir private Path folder;

  @Test
  void itLiesBelowTheHome() {
    assertThat(data()).isEqualTo(new DataFolder(folder.resolve("home/.local/share/lading")));
  }

  @Test
  void linksOnTheWayAreFollowed_whetherItIsThereOrNot() throws IOException {
    Path real = Files.createDirectories(folder.resolve("deep/real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    assertThat(data("--data-dir", link.toString())).isEqualTo(new DataFolder(real));
    assertThat(data("--data-dir", link + "/a/b")).isEqualTo(new DataFolder(real.resolve("a/b")));
    assertThat(data("--data-dir", link + "/../a"))
        .isEqualTo(new DataFolder(folder.resolve("deep/a")));
  }

  private DataFolder data(String... words) {
    Syntax syntax = new Syntax(() -> 0, "Does nothing.");
    DataOptions options = new DataOptions(syntax);
    syntax.line("any").parseArgs(words);
    return options.folder(
        new Surroundings(
            Map.of(),
            folder.resolve("home"),
            Optional.empty(),
            Setting.usual().clock(),
            SecureRandom::new));
  }
}
