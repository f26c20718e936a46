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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code lading rmi}. */
final class RmiCommand implements Command {
  private static final double MEGABYTE = 1e6;

  private final Syntax syntax =
      new Syntax(
              this,
              "Removes an image from here, with all that no other image needs. Files that a container uses"
                  + " stay until that is gone, and go with the next image.")
          .footer(
              "Example: lading rmi localhost:5000/team/app:1.0", "     or: lading rmi 4bcf2a97");

  private final DataOptions data = new DataOptions(syntax);

  private final Supplier<String> image = syntax.parameter(String.class, "REFERENCE|DIGEST");

  private final Surroundings surroundings;

  RmiCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    DataFolder folder = data.folder(surroundings);
    try (LocalImages images = LocalImages.open(folder)) {
      LocalImage found = images.get(wholeName(image.get()), image.get());
      long freed = images.remove(found, () -> used(new Containers(folder.containers())));
      syntax
          .out()
          .printf(Locale.ROOT, "%s removed, %.1f MB freed.%n", found.name(), freed / MEGABYTE);
    }
    return 0;
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
