package dev.lading.server;

import dev.lading.storage.RootInUse;
import dev.lading.storage.StorageDriver;
import dev.lading.trust.signer.Rewrap.Rewrapped;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading auth reseal}. */
@Command(
    name = "reseal",
    description = {
      "Encrypts the keys that trust data is signed with anew, under the sealing key that is"
          + " configured. It takes the one of before. The keys of tokens are not kept: remove"
          + " lading/state/keys/token/ from the store, and everybody logs in again.",
      "Stop the registries that use the store. It may be broken off, and run again, at any time."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading auth reseal --config config.yml former-sealing.key"})
final class AuthResealCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Parameters(paramLabel = "FORMER", description = "The file with the sealing key of before.")
  private Path former = Path.of("");

  @Override
  public Integer call() {
    ServerSettings settings = options.effective().get();
    Optional<TrustSettings> trust = settings.trust();
    if (trust.isEmpty()) {
      return refuse("this registry keeps no trust data (trust.hostnames), so there is no key.");
    }
    if (settings.storage() instanceof StorageSettings.InMemory) {
      return refuse("the store is in the memory of the registry, and so are its keys.");
    }
    SealingKey before = new SealingKey.InFile(former);
    try (StorageDriver driver = settings.storage().open(InstantSource.system())) {
      return tell(Trust.rewrap(trust.get().sealing(), before, driver, new SecureRandom()).all());
    } catch (RootInUse e) {
      return refuse(e.getMessage() + ". Stop that registry first.");
    }
  }

  private int tell(Rewrapped done) {
    err()
        .printf(
            "%d keys sealed anew, %d were already, %d cannot be opened with either key.%n",
            done.rewrapped(), done.current(), done.unreadable().size());
    done.unreadable().forEach(key -> err().println("lading: not opened: " + key));
    return done.unreadable().isEmpty() ? 0 : FAILED;
  }

  private int refuse(String why) {
    err().println("lading: " + why);
    return FAILED;
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
