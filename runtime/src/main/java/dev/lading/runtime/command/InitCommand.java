package dev.lading.runtime.command;

import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.signing.Signed;
import dev.lading.trust.key.KeyId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lading trust init}. */
@Command(
    name = "init",
    description = {
      "Begins a repository's trust data, with no tag in it. Signing the first tag does so, too."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading trust init localhost:5000/team/app"})
final class InitCommand extends RepositoryCommand {
  @Option(
      names = "--root-key",
      paramLabel = "ID",
      description = "A root key of the folder. Without it the first that is there, or a new one.")
  private @Nullable String rootKey;

  @Parameters(paramLabel = "REPOSITORY")
  private String repository = "";

  InitCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  ImageReference image() {
    return repository(repository);
  }

  @Override
  void talk(Session session) {
    Signed begun = session.repository().init(Optional.ofNullable(rootKey).map(KeyId::new));
    Lines.begun(begun.trust(), options().trust().keys(surroundings()), out());
  }
}
