package dev.lading.runtime.command;

import dev.lading.runtime.keys.KeyLabel;
import dev.lading.runtime.keys.PublicKeyFile;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.signing.Signed;
import dev.lading.runtime.signing.SigningKeys;
import dev.lading.runtime.signing.Undelegated;
import dev.lading.runtime.trust.VerifiedTrust;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.key.PublicKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading trust delegate}. */
final class DelegateCommand extends RepositoryCommand {
  private final Supplier<List<Path>> keys =
      syntax()
          .values(
              Path.class,
              OptionSpec.builder("--key")
                  .paramLabel("FILE")
                  .description("A public key or certificate in PEM. Can be repeated."));

  private final Supplier<List<String>> paths =
      syntax()
          .values(
              String.class,
              OptionSpec.builder("--path")
                  .paramLabel("PREFIX")
                  .description(
                      "What the tags begin with that the signer may sign. Can be repeated; without it, all."));

  private final Supplier<Boolean> remove =
      syntax().flag(OptionSpec.builder("--remove").description("Take the right back."));

  private final Supplier<String> repository = syntax().parameter(String.class, "REPOSITORY");

  private final Supplier<String> name = syntax().parameter(String.class, "NAME");

  DelegateCommand(Surroundings surroundings) {
    super(
        surroundings,
        "Lets a signer sign a repository's tags, or takes that right back: the roles targets/NAME and"
            + " targets/releases, as docker has them. It takes the repository's targets key.",
        "Without --key, the signer's key is the one of the folder that is labelled with the name, or"
            + " a new one.");
    syntax()
        .footer(
            "Example: lading trust delegate localhost:5000/team/app alice --key alice.pub",
            "     or: lading trust delegate localhost:5000/team/app alice --remove");
  }

  @Override
  ImageReference image() {
    if (remove.get() && !(keys.get().isEmpty() && paths.get().isEmpty())) {
      throw misuse("--remove takes the whole signer, and neither --key nor --path.");
    }
    if (!SignerName.isName(name.get())) {
      throw misuse(SignerName.RULE);
    }
    return repository(repository.get());
  }

  @Override
  void talk(Session session) {
    if (remove.get()) {
      Undelegated gone = session.repository().undelegate(name.get());
      VerifiedTrust trust = told(gone.signed()).trust();
      out().println("%s signs nothing of %s any more.".formatted(name.get(), trust.gun()));
      if (!gone.dropped().isEmpty()) {
        out().println(Lines.printable("Not signed any more: " + String.join(", ", gone.dropped())));
      }
      if (trust.targets().skipped().containsKey(new Delegation("targets/releases"))) {
        out().println("Nothing in targets/releases is believed until another signer signs.");
      }
    } else {
      Signed changed = told(session.repository().delegate(name.get(), signer(), paths.get()));
      out().println("%s may sign %s.".formatted(name.get(), changed.trust().gun()));
    }
  }

  private List<PublicKey> signer() {
    if (!keys.get().isEmpty()) {
      return keys.get().stream().map(PublicKeyFile::read).toList();
    }
    SigningKeys own = options().trust().signing(surroundings());
    return List.of(own.firstOrNew(new KeyLabel(name.get(), Optional.empty())));
  }
}
