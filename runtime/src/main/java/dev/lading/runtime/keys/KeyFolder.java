package dev.lading.runtime.keys;

import dev.lading.runtime.files.PrivateFile;
import dev.lading.runtime.keys.UnusableKey.Fault;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PrivateKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code <trust folder>/private/<key ID>.key}, as notary and docker keep it: the ID is that of the
 * plain key, whatever certificate is around it elsewhere. Folders are made with mode 0700, files
 * with 0600; a file is there wholly or not. Safe for several threads and programs.
 */
public final class KeyFolder {
  private static final String SUFFIX = ".key";
  private static final int LIMIT_BYTES = 64 * 1024;
  private static final int SHOWN = 7;

  private final Path folder;
  private final SecureRandom random;

  /**
   * @param trust what notary calls its trust folder; need not exist yet
   */
  public KeyFolder(Path trust, SecureRandom random) {
    this.folder = trust.resolve("private");
    this.random = random;
  }

  /**
   * What keys there are, and what they say they are for. Files with other names do not count.
   *
   * @throws UnusableKey when one of them is of no use: it may be the one that is looked for, which
   *     must not be taken for absent
   */
  public SortedMap<KeyId, KeyLabel> all() {
    KeyListing listing = list();
    if (!listing.unusable().isEmpty()) {
      throw listing.unusable().getFirst();
    }
    return listing.labels();
  }

  /** As {@link #all}; what is of no use is told beside what is. */
  public KeyListing list() {
    SortedMap<KeyId, KeyLabel> labels = new TreeMap<>();
    List<UnusableKey> unusable = new ArrayList<>();
    for (KeyId id : ids()) {
      try {
        labels.put(id, read(id).label());
      } catch (UnusableKey e) {
        if (e.fault() != Fault.ABSENT) { // else it was removed meanwhile
          unusable.add(e);
        }
      }
    }
    return new KeyListing(labels, unusable);
  }

  private List<KeyId> ids() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().flatMap(file -> id(file).stream()).toList();
    } catch (IOException e) {
      throw new UnusableKey(Fault.UNREADABLE, folder.toString(), "cannot be listed", e);
    }
  }

  public boolean has(KeyId id) {
    return Files.exists(file(id));
  }

  /**
   * The key itself.
   *
   * @throws UnusableKey when it is absent, no passphrase opens it, or it is another one
   */
  public PrivateKey get(KeyId id, Passphrases passphrases) {
    KeyPem pem = read(id);
    PrivateKey key = opened(pem, "ID " + id.hex().substring(0, SHOWN), passphrases);
    if (!key.publicKey().canonicalId().equals(id)) {
      throw new UnusableKey(
          Fault.MISNAMED, pem.where(), "holds the key " + key.publicKey().canonicalId());
    }
    return key;
  }

  /**
   * Keeps a key; one that is there already is written anew, so that its label and passphrase can be
   * changed.
   *
   * @param passphrase stays the caller's to wipe
   */
  public void put(KeyLabel label, PrivateKey key, char[] passphrase) {
    KeyId id = key.publicKey().canonicalId();
    try {
      PrivateFile.write(file(id), KeyPem.write(label, key, passphrase, random));
    } catch (IOException e) {
      throw new UnusableKey(Fault.UNREADABLE, file(id).toString(), "cannot be written", e);
    }
  }

  /** One that is absent is no error. */
  public void remove(KeyId id) {
    try {
      Files.deleteIfExists(file(id));
    } catch (IOException e) {
      throw new UnusableKey(Fault.UNREADABLE, file(id).toString(), "cannot be removed", e);
    }
  }

  /** A key in a file from elsewhere, which is left as it is. */
  public static LabelledKey read(Path file, Passphrases passphrases) {
    KeyPem pem = pem(file);
    return new LabelledKey(pem.label(), opened(pem, file.toString(), passphrases));
  }

  private KeyPem read(KeyId id) {
    return pem(file(id));
  }

  private static KeyPem pem(Path file) {
    try (var in = Files.newInputStream(file)) {
      return KeyPem.read(file.toString(), in.readNBytes(LIMIT_BYTES));
    } catch (NoSuchFileException e) {
      throw new UnusableKey(Fault.ABSENT, file.toString(), "is not there", e);
    } catch (IOException e) {
      throw new UnusableKey(Fault.UNREADABLE, file.toString(), "cannot be read", e);
    }
  }

  private static PrivateKey opened(KeyPem pem, String called, Passphrases passphrases) {
    if (!pem.encrypted()) {
      return pem.key(new char[0]).orElseThrow();
    }
    for (int attempt = 0; ; attempt++) {
      char[] passphrase =
          passphrases
              .find(pem.label(), called, attempt)
              .orElseThrow(
                  () ->
                      new UnusableKey(
                          Fault.PASSPHRASE,
                          pem.where(),
                          "was opened by no passphrase, neither of %s nor from a terminal"
                              .formatted(String.join(" or ", Passphrases.variables(pem.label())))));
      try {
        Optional<PrivateKey> key = pem.key(passphrase);
        if (key.isPresent()) {
          return key.get();
        }
      } finally {
        Arrays.fill(passphrase, '\0');
      }
    }
  }

  private Path file(KeyId id) {
    return folder.resolve(id.hex() + SUFFIX);
  }

  private static Optional<KeyId> id(Path file) {
    String name = file.getFileName().toString();
    return name.matches("[0-9a-f]{64}\\.key")
        ? Optional.of(new KeyId(name.substring(0, name.length() - SUFFIX.length())))
        : Optional.empty();
  }
}
