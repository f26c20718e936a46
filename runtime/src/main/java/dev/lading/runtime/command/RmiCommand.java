package dev.lading.runtime.command;

import dev.lading.runtime.container.ContainerRecord;
import dev.lading.runtime.container.Containers;
import dev.lading.runtime.image.DataFolder;
import dev.lading.runtime.image.LocalImage;
import dev.lading.runtime.image.LocalImages;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.registry.RegistryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading rmi}. */
@Command(
    name = "rmi",
    description = {
      "Removes an image from here, with all that no other image needs. Files that a container uses"
          + " stay until that is gone, and go with the next image."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: lading rmi localhost:5000/team/app:1.0",
      "     or: lading rmi 4bcf2a97"
    })
final class RmiCommand implements Runnable {
  private static final double MEGABYTE = 1e6;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOptions data = new DataOptions();

  @Parameters(paramLabel = "REFERENCE|DIGEST")
  private String image = "";

  private final Surroundings surroundings;

  RmiCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    DataFolder folder = data.folder(surroundings);
    try (LocalImages images = LocalImages.open(folder)) {
      LocalImage found = images.get(wholeName(image), image);
      long freed = images.remove(found, () -> used(new Containers(folder.containers())));
      spec.commandLine()
          .getOut()
          .printf(Locale.ROOT, "%s removed, %.1f MB freed.%n", found.name(), freed / MEGABYTE);
    }
  }

  /** The name that is meant, where it is one; a digest is left as it is. */
  static String wholeName(String text) {
    try {
      return ImageReference.parse(text).wholeName();
    } catch (RegistryException.InvalidReference _) {
      return text;
    }
  }

  private static Set<Path> used(Containers containers) {
    return containers.all().stream()
        .flatMap(container -> container.record().stream())
        .map(ContainerRecord::imageRoot)
        .map(Path::of)
        .collect(Collectors.toSet());
  }
}
