package dev.lading.runtime.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.runtime.keys.KeyFolder;
import dev.lading.runtime.keys.KeyLabel;
import dev.lading.runtime.keys.KeyListing;
import dev.lading.runtime.keys.LabelledKey;
import dev.lading.runtime.keys.PublicKeyFile;
import dev.lading.runtime.keys.UnusableKey;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading trust key list|generate|import|remove}: the folder of keys; asks no registry. */
@Command(
    name = "key",
    description = "Shows and changes the folder of signing keys, which docker and notary share.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading trust key list"})
final class KeyCommand implements Runnable {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();
  private final Surroundings surroundings;

  KeyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name one of: list, generate, import, remove.");
  }

  @Command(
      name = "list",
      description =
          "Lists the keys: ID, role, and the repository of those that have one. Ends with 1 if a"
              + " file is of no use.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading trust key list --json"})
  int list(
      @Mixin TrustOptions options,
      @Option(names = "--json", description = "Prints one JSON array.") boolean json)
      throws JsonProcessingException {
    KeyListing listing = options.folder(surroundings).list();
    Map<KeyId, KeyLabel> keys = listing.labels();
    if (json) {
      List<Row> rows =
          keys.entrySet().stream().map(key -> row(key.getKey(), key.getValue())).toList();
      out().println(new ObjectMapper().writeValueAsString(rows));
    } else {
      keys.forEach(
          (id, label) ->
              out().println("%s  %s  %s".formatted(id, label.role(), label.gun().orElse(""))));
    }
    listing.unusable().forEach(this::tell);
    return listing.unusable().isEmpty() ? 0 : FAILED;
  }

  private void tell(UnusableKey unusable) {
    String next = ". Make it readable, put back a copy of it, or move it out of the folder.";
    spec.commandLine().getErr().println("lading: " + unusable.getMessage() + next);
  }

  @Command(
      name = "generate",
      description = {
        "Makes a signer's key, and writes its public part to NAME.pub for whoever is to delegate to"
            + " it."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading trust key generate alice"})
  int generate(
      @Mixin TrustOptions options,
      @Option(
              names = "--output",
              paramLabel = "FILE",
              description = "Where to write the public part instead.")
          @Nullable Path output,
      @Parameters(paramLabel = "NAME") String name) {
    if (!SignerName.isName(name)) {
      throw new ParameterException(spec.commandLine(), SignerName.RULE);
    }
    Path file = Optional.ofNullable(output).orElseGet(() -> Path.of(name + ".pub"));
    if (Files.exists(file)) {
      throw new ParameterException(spec.commandLine(), file + " is there already.");
    }
    PrivateKey key =
        options.signing(surroundings).create(new KeyLabel(name, Optional.empty()), KeyType.ECDSA);
    try {
      Files.write(file, PublicKeyFile.write(name, key.publicKey()), StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    out().println("%s is the key of %s; its public part is in %s.".formatted(id(key), name, file));
    return 0;
  }

  @Command(
      name = "import",
      description = "Takes a private key from a PEM file into the folder; the file stays.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading trust key import --role alice alice.pem"})
  int importKey(
      @Mixin TrustOptions options,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              description = "root, or the name of a signer. Without it, what the file says.")
          @Nullable String role,
      @Parameters(paramLabel = "FILE") Path file) {
    LabelledKey read = KeyFolder.read(file, surroundings.passphrases());
    KeyLabel label = role == null ? read.label() : new KeyLabel(role, Optional.empty());
    if (label.role().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), file + " does not say what the key is for. Use --role.");
    }
    options.signing(surroundings).keep(label, read.key());
    out().println("%s is kept as a key of %s.".formatted(id(read.key()), label.role()));
    return 0;
  }

  @Command(
      name = "remove",
      description = "Removes a key for good. Nobody else has it, unless there is a copy.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading trust key remove ID"})
  int remove(
      @Mixin TrustOptions options,
      @Parameters(paramLabel = "ID", description = "All 64 digits.") String id) {
    KeyFolder folder = options.folder(surroundings);
    KeyId key = new KeyId(id);
    if (!folder.has(key)) {
      throw new ParameterException(spec.commandLine(), "There is no key " + id + ".");
    }
    folder.remove(key);
    out().println(id + " is removed.");
    return 0;
  }

  /** One line of the list for scripts. */
  record Row(String id, String role, String repository) {}

  private static Row row(KeyId id, KeyLabel label) {
    return new Row(id.hex(), label.role(), label.gun().orElse(""));
  }

  private static String id(PrivateKey key) {
    return key.publicKey().canonicalId().hex();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
