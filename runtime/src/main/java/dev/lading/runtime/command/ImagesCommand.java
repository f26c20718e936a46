package dev.lading.runtime.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lading.runtime.image.LocalImage;
import dev.lading.runtime.image.LocalImages;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading images}. */
final class ImagesCommand implements Command {
  private static final int SHORT = 12;

  private final Syntax syntax =
      new Syntax(this, "Lists the images that lie here.").footer("Example: lading images");

  private final DataOptions data = new DataOptions(syntax);

  private final Supplier<Boolean> json =
      syntax.flag(OptionSpec.builder("--json").description("Prints one JSON list."));

  private final Surroundings surroundings;

  ImagesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    try (LocalImages images = LocalImages.open(data.folder(surroundings))) {
      PrintWriter out = syntax.out();
      if (json.get()) {
        out.println(json(images.all()));
      } else {
        table(images.all(), out);
      }
      out.flush();
    }
    return 0;
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
