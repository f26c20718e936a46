package dev.lading.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lading.auth.token.SigningKeys;
import dev.lading.server.control.ControlClient;
import dev.lading.storage.RootInUse;
import dev.lading.storage.StorageDriver;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lading auth rotate}. */
@Command(
    name = "rotate",
    description = {
      "Makes the next key that tokens are signed with, before its time. It is published at once and"
          + " signs when every replica has seen it; tokens of the key before stay good until they"
          + " expire.",
      "Registries go on meanwhile. A running registry on a directory is told to do it, so that"
          + " this command has to be given by its user, or root."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading auth rotate --config config.yml"})
final class AuthRotateCommand implements Callable<Integer> {
  static final String CONTROL = "auth.rotate";
  private static final int FAILED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Override
  public Integer call() {
    ServerSettings settings = options.effective().get();
    return switch (settings.auth().token()) {
      case TokenSettings.Issued issued -> rotate(settings.storage(), issued);
      case TokenSettings.None _, TokenSettings.External _ ->
          refuse("this registry signs no tokens (auth.token.issue), so there is no key.");
    };
  }

  private int rotate(StorageSettings storage, TokenSettings.Issued issued) {
    if (storage instanceof StorageSettings.InMemory) {
      return refuse("the store is in the memory of the registry, and so is the key. Restart it.");
    }
    if (storage instanceof StorageSettings.Filesystem && isRotatedByTheRegistry(storage)) {
      return done();
    }
    InstantSource clock = InstantSource.system();
    try (StorageDriver driver = storage.open(clock)) {
      SigningKeys keys = issued.signingKeys(driver, clock, new SecureRandom());
      keys.rotate();
      return done();
    } catch (RootInUse e) {
      return refuse(
          e.getMessage()
              + ". Stop that registry first; or wait, since it replaces the key by itself every"
              + " auth.token.rotateafter.");
    }
  }

  /** False when none takes commands there. */
  private static boolean isRotatedByTheRegistry(StorageSettings storage) {
    Optional<ControlClient> registry = ControlClient.connect(storage.ownDirectory());
    if (registry.isEmpty()) {
      return false;
    }
    try (ControlClient client = registry.get()) {
      JsonNode _ = client.ask(CONTROL, JsonNodeFactory.instance.objectNode(), _ -> {});
      return true;
    }
  }

  private int done() {
    err().println("the next signing key is made; it signs in some minutes.");
    return 0;
  }

  private int refuse(String why) {
    err().println("lading: " + why);
    return FAILED;
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
