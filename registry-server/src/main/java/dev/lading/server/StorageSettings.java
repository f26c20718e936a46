package dev.lading.server;

import dev.lading.config.Section;
import dev.lading.storage.Durability;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.filesystem.FilesystemDriver;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.storage.s3.S3Driver;
import dev.lading.storage.s3.S3Settings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Which store is served. */
sealed interface StorageSettings {
  StorageDriver open(InstantSource clock);

  /** Whether other processes may serve and change the same store. */
  boolean isShared();

  /** Where this process may keep files of its own that are no part of the store. */
  default Path ownDirectory() {
    return Path.of("lading-data", "lading");
  }

  /** Keeps everything below one directory. */
  record Filesystem(Path root, Durability durability) implements StorageSettings {
    @Override
    public StorageDriver open(InstantSource clock) {
      return FilesystemDriver.open(root, durability, holder(clock), clock);
    }

    @Override
    public boolean isShared() {
      return false;
    }

    @Override
    public Path ownDirectory() {
      return root.resolve("lading");
    }

    @Override
    public String toString() {
      return root.toAbsolutePath().normalize()
          + (durability == Durability.STRICT ? "" : " (durability relaxed)");
    }
  }

  /** What another process that wants the same root is told. */
  private static String holder(InstantSource clock) {
    return "lading "
        + Main.Version.text()
        + ", process "
        + ProcessHandle.current().pid()
        + ", since "
        + clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Keeps everything in memory; gone with the process. */
  record InMemory() implements StorageSettings {
    @Override
    public StorageDriver open(InstantSource clock) {
      return new MemoryDriver(clock);
    }

    @Override
    public boolean isShared() {
      return false;
    }

    @Override
    public String toString() {
      return "memory (gone when the process ends)";
    }
  }

  /**
   * Keeps everything in a bucket, which any number of processes may serve.
   *
   * <p>Only here and in {@link S3Reading} is the driver named, so that a registry on a directory
   * loads nothing of it.
   */
  record S3(S3Settings bucket) implements StorageSettings {
    @Override
    public StorageDriver open(InstantSource clock) {
      S3Driver driver = driver();
      try {
        new ProbeReport(driver.probe(clock)).requireUsable(bucket);
        return driver;
      } catch (RuntimeException e) {
        driver.close();
        throw e;
      }
    }

    /** Finds out what the store can do, whatever that is. */
    ProbeReport probe(InstantSource clock) {
      try (S3Driver driver = driver()) {
        return new ProbeReport(driver.probe(clock));
      }
    }

    private S3Driver driver() {
      return S3Driver.open(bucket, new SecureRandom());
    }

    @Override
    public boolean isShared() {
      return true;
    }

    @Override
    public String toString() {
      return bucket.toString();
    }
  }

  static StorageSettings from(Section root) {
    Durability durability = root.choice("durability", Durability.STRICT);
    Section storage = root.section("storage");
    return switch (storage.exactlyOne("filesystem", "s3", "s3aws", "inmemory")) {
      case "s3" -> new S3(S3Reading.from(storage.section("s3")));
      case "s3aws" -> new S3(S3Reading.from(storage.section("s3aws")));
      case "inmemory" -> {
        storage.section("inmemory");
        yield new InMemory();
      }
      default ->
          new Filesystem(
              Path.of(storage.section("filesystem").text("rootdirectory", "/var/lib/registry")),
              durability);
    };
  }
}
