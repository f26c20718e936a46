package dev.lading.runtime.command;

import dev.lading.runtime.keys.KeyFolder;
import dev.lading.runtime.keys.KeyLabel;
import dev.lading.runtime.keys.LabelledKey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading trust key import}. */
final class KeyImportCommand implements Command {
  private final Syntax syntax =
      new Syntax(this, "Takes a private key from a PEM file into the folder; the file stays.")
          .footer("Example: lading trust key import --role alice alice.pem");
  private final TrustOptions options = new TrustOptions(syntax);
  private final Supplier<Optional<String>> role =
      syntax.value(
          String.class,
          OptionSpec.builder("--role")
              .paramLabel("ROLE")
              .description("root, or the name of a signer. Without it, what the file says."));
  private final Supplier<Path> file = syntax.parameter(Path.class, "FILE");

  private final Surroundings surroundings;

  KeyImportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    LabelledKey read = KeyFolder.read(file.get(), surroundings.passphrases());
    KeyLabel label =
        role.get().map(asked -> new KeyLabel(asked, Optional.empty())).orElseGet(read::label);
    if (label.role().isEmpty()) {
      throw syntax.misuse(file.get() + " does not say what the key is for. Use --role.");
    }
    options.signing(surroundings).keep(label, read.key());
    syntax
        .out()
        .println(
            "%s is kept as a key of %s."
                .formatted(read.key().publicKey().canonicalId().hex(), label.role()));
    return 0;
  }
}
