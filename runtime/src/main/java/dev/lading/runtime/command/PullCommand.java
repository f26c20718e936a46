package dev.lading.runtime.command;

import dev.lading.runtime.image.LocalImages;
import dev.lading.runtime.pull.Pull;
import dev.lading.runtime.registry.ImageReference;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading pull}. */
final class PullCommand implements Command {
  private final Syntax syntax =
      new Syntax(
              this,
              "Brings an image here, ready to be run: its signature is verified first, then every byte. A pull"
                  + " that was interrupted goes on where it was.",
              "Prints the digest of the image.")
          .footer(
              "Example: lading pull localhost:5000/team/app:1.0",
              "     or: lading pull --trust require --platform linux/arm64 localhost:5000/team/app:1.0");
  private final PullOptions options = new PullOptions(syntax);
  private final PlatformOption platform = new PlatformOption(syntax);
  private final DataOptions data = new DataOptions(syntax);

  private final Supplier<Boolean> quiet =
      syntax.flag(OptionSpec.builder("-q", "--quiet").description("Prints the digest only."));

  private final Supplier<String> reference = syntax.parameter(String.class, "REFERENCE");

  private final Surroundings surroundings;

  PullCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    try (LocalImages images = LocalImages.open(data.folder(surroundings))) {
      PullSession session = new PullSession(surroundings, options, syntax.err());
      Pull.Pulled pulled =
          session.pull(
              ImageReference.parse(reference.get()),
              platform.platform(),
              images,
              PullBar.of(quiet.get(), surroundings, syntax.err()));
      syntax.out().println(pulled.name().stoodFor());
    }
    return 0;
  }
}
