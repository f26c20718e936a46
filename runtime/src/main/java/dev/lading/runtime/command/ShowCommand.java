package dev.lading.runtime.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.runtime.container.Container;
import dev.lading.runtime.image.LocalImage;
import dev.lading.runtime.image.LocalImages;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading inspect}; {@link InspectCommand} is {@code lading trust inspect}. */
@Command(
    name = "inspect",
    description = "Prints what is known of a container, or of an image, as one JSON object.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: lading inspect web",
      "     or: lading inspect localhost:5000/team/app:1.0"
    })
final class ShowCommand implements Runnable {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ContainerOptions places = new ContainerOptions();

  @Parameters(paramLabel = "CONTAINER|IMAGE")
  private String asked = "";

  ShowCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    Optional<Container> container = places.containers(surroundings).find(asked);
    ObjectNode report =
        container
            .map(found -> ContainerReport.of(found, places.life(surroundings).state(found)))
            .orElseGet(this::image);
    spec.commandLine().getOut().println(report.toPrettyString());
    spec.commandLine().getOut().flush();
  }

  private ObjectNode image() {
    try (LocalImages images = LocalImages.open(places.data(surroundings))) {
      LocalImage found = images.get(RmiCommand.wholeName(asked), asked);
      return ImageReport.of(found, images.read(found));
    }
  }
}
