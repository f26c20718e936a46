package dev.lading.server;

import dev.lading.auth.robots.LastUsed;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageException;
import dev.lading.storage.filesystem.RootReader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** When robots were last used, as far as a command can tell beside a running registry. */
final class RobotUses implements AutoCloseable {
  private final Optional<LastUsed.Objects> store;
  private final Optional<StorageDriver> opened;

  /** What is known of one robot. */
  sealed interface Use {
    record At(Instant time) implements Use {
      @Override
      public String toString() {
        return "last used " + time;
      }
    }

    record Never() implements Use {
      @Override
      public String toString() {
        return "never used";
      }
    }

    /** The store is not named, not to be read, or in the memory of another process. */
    record Unknown() implements Use {
      @Override
      public String toString() {
        return "last use not known";
      }
    }
  }

  private RobotUses(Optional<LastUsed.Objects> store, Optional<StorageDriver> opened) {
    this.store = store;
    this.opened = opened;
  }

  static RobotUses of(Optional<StorageSettings> storage) {
    return storage
        .map(RobotUses::of)
        .orElseGet(() -> new RobotUses(Optional.empty(), Optional.empty()));
  }

  /** Takes no lock. */
  private static RobotUses of(StorageSettings storage) {
    return switch (storage) {
      case StorageSettings.Filesystem(var root, _) ->
          new RobotUses(Optional.of(new RootReader(root)::read), Optional.empty());
      case StorageSettings.InMemory _ -> new RobotUses(Optional.empty(), Optional.empty());
      case StorageSettings.S3 s3 -> ofBucket(s3);
    };
  }

  private static RobotUses ofBucket(StorageSettings.S3 s3) {
    try {
      StorageDriver driver = s3.open(InstantSource.system());
      return new RobotUses(Optional.of(driver::read), Optional.of(driver));
    } catch (StorageException _) {
      return new RobotUses(Optional.empty(), Optional.empty());
    }
  }

  Use of(String robot) {
    if (store.isEmpty()) {
      return new Use.Unknown();
    }
    try {
      return LastUsed.find(store.get(), robot).<Use>map(Use.At::new).orElseGet(Use.Never::new);
    } catch (StorageException _) {
      return new Use.Unknown();
    }
  }

  @Override
  public void close() {
    opened.ifPresent(StorageDriver::close);
  }
}
