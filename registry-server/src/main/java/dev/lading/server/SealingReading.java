package dev.lading.server;

import dev.lading.config.Section;
import java.nio.file.Path;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Reads {@code auth.sealing}. Without it a registry on a directory makes a key of its own, in a
 * file beside that directory: whoever is given a copy of the store is not given the key with it.
 */
final class SealingReading {
  private static final String SUFFIX = ".sealing-key";

  private final Section sealing;

  private SealingReading(Section sealing) {
    this.sealing = sealing;
  }

  /**
   * @param isSigning whether the registry has keys of roles to keep; those of tokens, if it issues
   *     any, it has to keep anyway
   */
  static SealingKey from(Section auth, StorageSettings store, boolean isSigning) {
    boolean isNeeded = isSigning || TokenReading.isIssued(auth.section("token"));
    return new SealingReading(auth.section("sealing")).key(store, isNeeded);
  }

  private SealingKey key(StorageSettings store, boolean isNeeded) {
    Optional<Path> file = sealing.path("keyfile");
    Optional<String> text = sealing.secret("key").filter(some -> !some.isEmpty());
    Optional<SecretKey> key = text.flatMap(SealingKey::find);
    if (file.isPresent() && text.isPresent()) {
      sealing.problem("keyfile", "stands beside another key (LADING_SEALING_KEY). Keep one.");
    }
    if (text.isPresent() && key.isEmpty()) {
      sealing.problem(
          "key", "is not 32 bytes in base64 or hexadecimal. Make one: openssl rand -base64 32");
    }
    boolean isMissing = file.isEmpty() && text.isEmpty() && isNeeded && store.isShared();
    if (isMissing) {
      sealing.problem(
          "keyfile",
          "is missing: all replicas over a bucket need the same key, which must not be in it. Run:"
              + " lading auth sealing-key FILE; then write keyfile: FILE, or put its text into the"
              + " variable LADING_SEALING_KEY.");
    }
    return key.<SealingKey>map(SealingKey.Given::new)
        .or(() -> file.map(SealingKey.InFile::new))
        .orElseGet(() -> fallback(store));
  }

  private static SealingKey fallback(StorageSettings store) {
    return switch (store) {
      case StorageSettings.Filesystem(Path root, _) -> new SealingKey.MadeInFile(beside(root));
      case StorageSettings.InMemory _, StorageSettings.S3 _ -> new SealingKey.OfThisProcess();
    };
  }

  private static Path beside(Path root) {
    Path directory = root.toAbsolutePath().normalize();
    return directory.resolveSibling(directory.getFileName() + SUFFIX);
  }
}
