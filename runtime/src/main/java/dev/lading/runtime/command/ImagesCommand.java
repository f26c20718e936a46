package dev.lading.runtime.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lading.runtime.image.LocalImage;
import dev.lading.runtime.image.LocalImages;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lading images}. */
@Command(
    name = "images",
    description = "Lists the images that lie here.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading images"})
final class ImagesCommand implements Runnable {
  private static final int SHORT = 12;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOptions data = new DataOptions();

  @Option(names = "--json", description = "Prints one JSON list.")
  private boolean json;

  private final Surroundings surroundings;

  ImagesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    try (LocalImages images = LocalImages.open(data.folder(surroundings))) {
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(json(images.all()));
      } else {
        table(images.all(), out);
      }
      out.flush();
    }
  }

  private static void table(List<LocalImage> images, PrintWriter out) {
    int width = images.stream().mapToInt(image -> image.name().length()).max().orElse(0);
    String row = "%-" + Math.max(width, "NAME".length()) + "s  %-12s  %-14s  %-8s  %s%n";
    out.printf(row, "NAME", "IMAGE", "PLATFORM", "SIGNED", "PULLED");
    for (LocalImage image : images) {
      out.printf(
          row,
          image.name(),
          image.manifest().digest().hex().substring(0, SHORT),
          image.platform(),
          image.isVerified() ? "yes" : "no",
          image.pulled().truncatedTo(ChronoUnit.SECONDS));
    }
  }

  private static String json(List<LocalImage> images) {
    ArrayNode list = new ObjectMapper().createArrayNode();
    images.forEach(image -> list.add(ImageReport.of(image)));
    return list.toPrettyString();
  }
}
