package dev.lading.server;

import dev.lading.storage.ReadableStore;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.filesystem.RootReader;
import dev.lading.trust.store.Backup;
import dev.lading.trust.store.Backup.Saved;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading backup}. */
@Command(
    name = "backup",
    description = {
      "Saves what no push brings back: trust data, and the keys that the registry signs it with."
          + " The registry goes on meanwhile. Blobs, manifests and tags are not in it.",
      "The keys are sealed. Keep the sealing key too, and in another place."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading backup --config config.yml trust-$(date +%%F).zip"})
final class BackupCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Parameters(paramLabel = "FILE", description = "What is made; it must not be there yet.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    ServerSettings settings = options.effective().get();
    if (Files.exists(file)) {
      return refuse(file + " is there already. Name another file.");
    }
    return switch (settings.storage()) {
      case StorageSettings.InMemory _ ->
          refuse("the store is in the memory of the registry, where nothing can be saved from.");
      case StorageSettings.Filesystem(var root, _) -> save(new RootReader(root), settings);
      case StorageSettings.S3 bucket -> {
        try (StorageDriver driver = bucket.open(InstantSource.system())) {
          yield save(driver, settings);
        }
      }
    };
  }

  /** Under its own name only when it is whole. */
  private int save(ReadableStore store, ServerSettings settings) {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try {
      Saved saved = write(store, unfinished);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      return tell(saved, settings);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  private static Saved write(ReadableStore store, Path to) throws IOException {
    var options =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            StandardOpenOption.DSYNC);
    var ownersOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (FileChannel channel = FileChannel.open(to, options, ownersOnly)) {
      return new Backup(store)
          .write(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
    }
  }

  private int tell(Saved saved, ServerSettings settings) {
    err().printf("%d repositories, %d objects are in %s.%n", saved.guns(), saved.objects(), file);
    settings
        .trust()
        .map(TrustSettings::sealing)
        .ifPresent(
            sealing ->
                err().println("Its keys are of no use without the sealing key: " + place(sealing)));
    saved.damaged().forEach(damaged -> err().println("lading: not saved: " + damaged.getMessage()));
    return saved.damaged().isEmpty() ? 0 : FAILED;
  }

  private static String place(SealingKey sealing) {
    return switch (sealing) {
      case SealingKey.Given _ -> "auth.sealing.key of the configuration.";
      case SealingKey.InFile(Path path) -> path + ".";
      case SealingKey.MadeInFile(Path path) -> path + ".";
      case SealingKey.OfThisProcess _ -> "it ended with the registry.";
    };
  }

  private int refuse(String why) {
    err().println("lading: " + why);
    return FAILED;
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
