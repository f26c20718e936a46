package dev.lading.server;

import dev.lading.storage.RootInUse;
import dev.lading.storage.StorageDriver;
import dev.lading.trust.Gun;
import dev.lading.trust.service.Restore;
import dev.lading.trust.service.Restore.Result;
import dev.lading.trust.store.BackupFile;
import dev.lading.trust.store.DamagedTrustData;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading restore}. */
@Command(
    name = "restore",
    description = {
      "Brings back the trust data of a backup, where there is none. What is there stays as it is.",
      "Snapshots and timestamps are signed anew with higher versions, so that clients who have seen"
          + " later ones believe them. What was signed after the backup has to be signed again, and what was revoked after"
          + " it is signed once more.",
      "A registry on a directory has its store to itself and must be stopped first. Over a bucket"
          + " registries may go on: where somebody publishes first, that stays, and whoever comes"
          + " second is told so. Restart those that ran when the store was lost."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading restore --config config.yml trust-2026-11-21.zip"})
final class RestoreCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Parameters(paramLabel = "FILE", description = "What lading backup made.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    ServerSettings settings = options.effective().get();
    Optional<TrustSettings> trust = settings.trust();
    if (trust.isEmpty()) {
      return refuse("this registry keeps no trust data. Write trust.hostnames, then try again.");
    }
    if (settings.storage() instanceof StorageSettings.InMemory) {
      return refuse("the store is in the memory of a registry, where nothing can be brought to.");
    }
    InstantSource clock = InstantSource.system();
    try (BackupFile backup = BackupFile.open(file);
        StorageDriver driver = settings.storage().open(clock)) {
      return restore(backup, Trust.restore(trust.get(), driver, clock, new SecureRandom()));
    } catch (RootInUse e) {
      return refuse(e.getMessage() + ". Stop that registry first.");
    } catch (IOException e) {
      return refuse(file + " cannot be restored: " + e.getMessage());
    }
  }

  private int restore(BackupFile backup, Restore restore) throws IOException {
    Map<Result, Integer> results = new EnumMap<>(Result.class);
    int damaged = 0;
    List<Gun> guns = backup.guns();
    for (Gun gun : guns) {
      try {
        Result result = restore.restore(backup, gun);
        results.merge(result, 1, Integer::sum);
        if (result == Result.RESTORED_UNSIGNED) {
          err().println(gun + ": not signed anew; its owner has to publish, see the log");
        }
      } catch (DamagedTrustData e) {
        err().println("lading: " + gun + " is not restored: " + e.getMessage());
        damaged++;
      }
    }
    err()
        .printf(
            "%d repositories in the backup: %d restored, %d restored as they were, %d kept as they"
                + " are, %d damaged.%n",
            guns.size(),
            results.getOrDefault(Result.RESTORED, 0),
            results.getOrDefault(Result.RESTORED_UNSIGNED, 0),
            results.getOrDefault(Result.KEPT, 0),
            damaged);
    return damaged == 0 ? 0 : FAILED;
  }

  private int refuse(String why) {
    err().println("lading: " + why);
    return FAILED;
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
