package dev.lading.runtime.command;

import dev.lading.content.Digest;
import dev.lading.runtime.container.ImageSource;
import dev.lading.runtime.container.RootFiles;
import dev.lading.runtime.container.UnpackedImage;
import dev.lading.runtime.image.ImageConfig;
import dev.lading.runtime.image.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * The container commands as a program of their own, whose images are folders: {@code /some/folder}
 * with its config in {@code /some/folder.json}.
 */
final class DirectoryMain {
  private DirectoryMain() {}

  public static void main(String[] args) {
    Surroundings surroundings = Surroundings.ofThisProcess();
    CommandLine line =
        ContainerCommands.words(surroundings, (_, _, _) -> new Folders(), DirectoryMain::files)
            .under("trust", TrustCommand::new, List.of(args));
    System.exit(line.setExecutionExceptionHandler(new Failures()).execute(args));
  }

  private record Folders() implements ImageSource {
    @Override
    public <T> T use(String reference, Platform platform, Function<UnpackedImage, T> begin) {
      return begin.apply(image(Path.of(reference)));
    }
  }

  private static UnpackedImage image(Path root) {
    try {
      byte[] config = Files.readAllBytes(Path.of(root + ".json"));
      return new UnpackedImage(
          root.toString(),
          Digest.parse("sha256:" + "5".repeat(64)),
          ImageConfig.parse(config),
          root,
          files(root));
    } catch (IOException e) {
      throw new UncheckedIOException(root.toString(), e);
    }
  }

  private static RootFiles files(Path root) {
    return (path, limit) -> {
      try {
        Path file = root.resolve(path.substring(1));
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(path, e);
      }
    };
  }
}
