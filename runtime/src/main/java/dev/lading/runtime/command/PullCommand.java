package dev.lading.runtime.command;

import dev.lading.runtime.image.LocalImages;
import dev.lading.runtime.pull.Pull;
import dev.lading.runtime.registry.ImageReference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading pull}. */
@Command(
    name = "pull",
    description = {
      "Brings an image here, ready to be run: its signature is verified first, then every byte. A pull"
          + " that was interrupted goes on where it was.",
      "Prints the digest of the image."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: lading pull localhost:5000/team/app:1.0",
      "     or: lading pull --trust require --platform linux/arm64 localhost:5000/team/app:1.0"
    })
final class PullCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PullOptions options = new PullOptions();
  @Mixin private PlatformOption platform = new PlatformOption();
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = {"-q", "--quiet"},
      description = "Prints the digest only.")
  private boolean quiet;

  @Parameters(paramLabel = "REFERENCE")
  private String reference = "";

  private final Surroundings surroundings;

  PullCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (LocalImages images = LocalImages.open(data.folder(surroundings))) {
      PullSession session = new PullSession(surroundings, options, spec.commandLine().getErr());
      Pull.Pulled pulled =
          session.pull(
              ImageReference.parse(reference),
              platform.platform(),
              images,
              PullBar.of(quiet, surroundings, spec.commandLine().getErr()));
      spec.commandLine().getOut().println(pulled.name().stoodFor());
    }
    return 0;
  }
}
