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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lading trust delegate}. */
@Command(
    name = "delegate",
    description = {
      "Lets a signer sign a repository's tags, or takes that right back: the roles targets/NAME and"
          + " targets/releases, as docker has them. It takes the repository's targets key.",
      "Without --key, the signer's key is the one of the folder that is labelled with the name, or"
          + " a new one."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: lading trust delegate localhost:5000/team/app alice --key alice.pub",
      "     or: lading trust delegate localhost:5000/team/app alice --remove"
    })
final class DelegateCommand extends RepositoryCommand {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "A public key or certificate in PEM. Can be repeated.")
  private List<Path> keys = new ArrayList<>();

  @Option(
      names = "--path",
      paramLabel = "PREFIX",
      description =
          "What the tags begin with that the signer may sign. Can be repeated; without it, all.")
  private List<String> paths = new ArrayList<>();

  @Option(names = "--remove", description = "Take the right back.")
  private boolean remove;

  @Parameters(index = "0", paramLabel = "REPOSITORY")
  private String repository = "";

  @Parameters(index = "1", paramLabel = "NAME")
  private String name = "";

  DelegateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  ImageReference image() {
    if (remove && !(keys.isEmpty() && paths.isEmpty())) {
      throw misuse("--remove takes the whole signer, and neither --key nor --path.");
    }
    if (!SignerName.isName(name)) {
      throw misuse(SignerName.RULE);
    }
    return repository(repository);
  }

  @Override
  void talk(Session session) {
    if (remove) {
      Undelegated gone = session.repository().undelegate(name);
      VerifiedTrust trust = told(gone.signed()).trust();
      out().println("%s signs nothing of %s any more.".formatted(name, trust.gun()));
      if (!gone.dropped().isEmpty()) {
        out().println(Lines.printable("Not signed any more: " + String.join(", ", gone.dropped())));
      }
      if (trust.targets().skipped().containsKey(new Delegation("targets/releases"))) {
        out().println("Nothing in targets/releases is believed until another signer signs.");
      }
    } else {
      Signed changed = told(session.repository().delegate(name, signer(), paths));
      out().println("%s may sign %s.".formatted(name, changed.trust().gun()));
    }
  }

  private List<PublicKey> signer() {
    if (!keys.isEmpty()) {
      return keys.stream().map(PublicKeyFile::read).toList();
    }
    SigningKeys own = options().trust().signing(surroundings());
    return List.of(own.firstOrNew(new KeyLabel(name, Optional.empty())));
  }
}
