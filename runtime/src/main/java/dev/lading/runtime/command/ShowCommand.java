package dev.lading.runtime.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.runtime.container.Container;
import dev.lading.runtime.image.LocalImage;
import dev.lading.runtime.image.LocalImages;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code lading inspect}; {@link InspectCommand} is {@code lading trust inspect}. */
final class ShowCommand implements Command {
  private final Syntax syntax =
      new Syntax(this, "Prints what is known of a container, or of an image, as one JSON object.")
          .footer(
              "Example: lading inspect web", "     or: lading inspect localhost:5000/team/app:1.0");
  private final Surroundings surroundings;
  private final ContainerOptions places = new ContainerOptions(syntax);

  private final Supplier<String> asked = syntax.parameter(String.class, "CONTAINER|IMAGE");

  ShowCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Optional<Container> container = places.containers(surroundings).find(asked.get());
    ObjectNode report =
        container
            .map(found -> ContainerReport.of(found, places.life(surroundings).state(found)))
            .orElseGet(this::image);
    syntax.out().println(report.toPrettyString());
    syntax.out().flush();
    return 0;
  }

  private ObjectNode image() {
    try (LocalImages images = LocalImages.open(places.data(surroundings))) {
      LocalImage found = images.get(RmiCommand.wholeName(asked.get()), asked.get());
      return ImageReport.of(found, images.read(found));
    }
  }
}
