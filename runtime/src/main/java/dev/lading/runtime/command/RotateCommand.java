package dev.lading.runtime.command;

import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.signing.Signed;
import dev.lading.runtime.signing.SignedRepository;
import dev.lading.trust.Role;
import dev.lading.trust.key.KeyId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading trust rotate}. */
final class RotateCommand extends RepositoryCommand {
  /** What a root names keys for. */
  enum Rotated {
    ROOT,
    TARGETS,
    SNAPSHOT,
    TIMESTAMP,
    SERVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    private List<Role> roles() {
      return switch (this) {
        case ROOT -> List.of(Role.ROOT);
        case TARGETS -> List.of(Role.TARGETS);
        case SNAPSHOT -> List.of(Role.SNAPSHOT);
        case TIMESTAMP -> List.of(Role.TIMESTAMP);
        case SERVER -> List.of(Role.SNAPSHOT, Role.TIMESTAMP);
      };
    }
  }

  private final Supplier<Optional<String>> rootKey =
      syntax()
          .value(
              String.class,
              OptionSpec.builder("--root-key")
                  .paramLabel("ID")
                  .description("For root: a key of the folder. Without it, a new one."));

  private final Supplier<String> repository = syntax().parameter(String.class, "REPOSITORY");

  private final Supplier<Rotated> rotated =
      syntax().parameter(Rotated.class, "ROLE", "One of ${COMPLETION-CANDIDATES}.");

  RotateCommand(Surroundings surroundings) {
    super(
        surroundings,
        "Gives a role of a repository another key. It takes the root key; for a new root key, the one"
            + " of before. The keys of snapshot and timestamp are the registry's; server is both of"
            + " them, for a registry that has lost its sealing key.",
        "Former keys stay in the folder.");
    syntax().footer("Example: lading trust rotate localhost:5000/team/app targets");
  }

  @Override
  ImageReference image() {
    if (rootKey.get().isPresent() && rotated.get() != Rotated.ROOT) {
      throw misuse("--root-key is for rotating root.");
    }
    return repository(repository.get());
  }

  @Override
  void talk(Session session) {
    Signed changed = told(rotate(session.repository()));
    for (Role role : rotated.get().roles()) {
      out()
          .println(
              "The %s key of %s is %s now."
                  .formatted(
                      role, changed.trust().gun(), Lines.canonicalIds(changed.trust(), role)));
    }
  }

  private Signed rotate(SignedRepository repository) {
    return rotated.get() == Rotated.SERVER
        ? repository.rotateServerKeys()
        : repository.rotate(rotated.get().roles().getFirst(), rootKey.get().map(KeyId::new));
  }
}
