package dev.lading.runtime.command;

import dev.lading.runtime.keys.KeyLabel;
import dev.lading.runtime.keys.PublicKeyFile;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading trust key generate}. */
final class KeyGenerateCommand implements Command {
  private final Syntax syntax =
      new Syntax(
              this,
              "Makes a signer's key, and writes its public part to NAME.pub for whoever is to delegate to"
                  + " it.")
          .footer("Example: lading trust key generate alice");
  private final TrustOptions options = new TrustOptions(syntax);
  private final Supplier<Optional<Path>> output =
      syntax.value(
          Path.class,
          OptionSpec.builder("--output")
              .paramLabel("FILE")
              .description("Where to write the public part instead."));
  private final Supplier<String> name = syntax.parameter(String.class, "NAME");

  private final Surroundings surroundings;

  KeyGenerateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    String signer = name.get();
    if (!SignerName.isName(signer)) {
      throw syntax.misuse(SignerName.RULE);
    }
    Path file = output.get().orElseGet(() -> Path.of(signer + ".pub"));
    if (Files.exists(file)) {
      throw syntax.misuse(file + " is there already.");
    }
    PrivateKey key =
        options.signing(surroundings).create(new KeyLabel(signer, Optional.empty()), KeyType.ECDSA);
    try {
      Files.write(
          file, PublicKeyFile.write(signer, key.publicKey()), StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    syntax
        .out()
        .println(
            "%s is the key of %s; its public part is in %s."
                .formatted(key.publicKey().canonicalId().hex(), signer, file));
    return 0;
  }
}
