package dev.lading.server;

import dev.lading.auth.files.EditedFile;
import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where the operator's master key is, which secrets in the store are sealed under ({@link
 * dev.lading.storage.Seal}): 32 bytes, written in base64 or hexadecimal.
 */
sealed interface SealingKey {
  int BYTES = 32;

  /**
   * The key itself.
   *
   * @throws UnusableFile when it is not there, or is none; or its file cannot be made
   */
  SecretKey load(SecureRandom random);

  /** Configured, or in the variable. */
  record Given(SecretKey key) implements SealingKey {
    @Override
    public SecretKey load(SecureRandom random) {
      return key;
    }

    /** Not for logs. */
    @Override
    public String toString() {
      return "Given[***]";
    }
  }

  /** In a file that has to be there. */
  record InFile(Path path) implements SealingKey {
    @Override
    public SecretKey load(SecureRandom random) {
      return key();
    }

    /** Whether it is there and is one. */
    void check() {
      SecretKey _ = key();
    }

    private SecretKey key() {
      return find(FileContent.read(path).text())
          .orElseThrow(
              () ->
                  new UnusableFile(
                      path,
                      "is not 32 bytes in base64 or hexadecimal. Make one: lading auth sealing-key"
                          + " FILE"));
    }
  }

  /** In a file that is made, for its owner only, when it is not there. */
  record MadeInFile(Path path) implements SealingKey {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public SecretKey load(SecureRandom random) {
      if (!Files.exists(path)) {
        make(random);
      }
      return new InFile(path).load(random);
    }

    /** Of several processes that find none, one makes it. */
    void make(SecureRandom random) {
      try {
        new EditedFile(path, PATIENCE).edit(text -> text.isEmpty() ? made(random) : text);
      } catch (UncheckedIOException e) {
        UnusableFile unusable =
            new UnusableFile(
                path,
                "cannot be made. Run: lading auth sealing-key FILE, and write auth.sealing.keyfile:"
                    + " FILE into the configuration.");
        unusable.initCause(e);
        throw unusable;
      }
    }
  }

  /** As short-lived as the store in memory is. */
  record OfThisProcess() implements SealingKey {
    @Override
    public SecretKey load(SecureRandom random) {
      return find(made(random)).orElseThrow();
    }
  }

  /** The key that is written so; empty when none is. */
  static Optional<SecretKey> find(String text) {
    String key = text.strip();
    try {
      byte[] bytes =
          key.length() == 2 * BYTES
              ? HexFormat.of().parseHex(key)
              : Base64.getDecoder().decode(key);
      return bytes.length == BYTES
          ? Optional.of(new SecretKeySpec(bytes, "HKDF"))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String made(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes) + "\n";
  }
}
