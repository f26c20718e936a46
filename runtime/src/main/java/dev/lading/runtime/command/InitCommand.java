package dev.lading.runtime.command;

import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.signing.Signed;
import dev.lading.trust.key.KeyId;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading trust init}. */
final class InitCommand extends RepositoryCommand {
  private final Supplier<Optional<String>> rootKey =
      syntax()
          .value(
              String.class,
              OptionSpec.builder("--root-key")
                  .paramLabel("ID")
                  .description(
                      "A root key of the folder. Without it the first that is there, or a new one."));

  private final Supplier<String> repository = syntax().parameter(String.class, "REPOSITORY");

  InitCommand(Surroundings surroundings) {
    super(
        surroundings,
        "Begins a repository's trust data, with no tag in it. Signing the first tag does so, too.");
    syntax().footer("Example: lading trust init localhost:5000/team/app");
  }

  @Override
  ImageReference image() {
    return repository(repository.get());
  }

  @Override
  void talk(Session session) {
    Signed begun = session.repository().init(rootKey.get().map(KeyId::new));
    Lines.begun(begun.trust(), options().trust().keys(surroundings()), out());
  }
}
