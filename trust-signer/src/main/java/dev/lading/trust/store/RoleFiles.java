package dev.lading.trust.store;

import dev.lading.content.Digest;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectTooLarge;
import dev.lading.storage.ReadableStore;
import dev.lading.storage.StorageDriver;
import dev.lading.trust.Gun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The files of roles, each written once, under its hash and the publication that wrote it. */
final class RoleFiles {
  private static final int PAGE = 1000;

  /** Hardly ever has a hash more than one file. */
  private static final int FEW = 4;

  private final StorageDriver driver;

  RoleFiles(StorageDriver driver) {
    this.driver = driver;
  }

  NamedFile write(Gun gun, NamedFile name, byte[] bytes) {
    driver.write(key(gun, name), bytes);
    return name;
  }

  /**
   * Empty when it is not there, or no longer.
   *
   * @throws DamagedTrustData when the bytes are not those that the name says
   */
  Optional<StoredFile> find(Gun gun, NamedFile name) {
    return find(driver, gun, name);
  }

  static Optional<StoredFile> find(ReadableStore store, Gun gun, NamedFile name) {
    Key key = key(gun, name);
    Optional<byte[]> bytes = read(store, key, name.length());
    if (bytes.isPresent() && !name.digest().matches(bytes.get())) {
      throw new DamagedTrustData(key, "has other bytes than were published", null);
    }
    return bytes.map(each -> new StoredFile(name, each));
  }

  private static Optional<byte[]> read(ReadableStore store, Key key, int length) {
    try {
      return store.read(key, length);
    } catch (ObjectTooLarge e) {
      throw new DamagedTrustData(key, "has more bytes than were published", e);
    }
  }

  /**
   * As {@link #find}, for a file that is named by the newest generation.
   *
   * @throws DamagedTrustData also when it is not there
   */
  StoredFile get(Gun gun, NamedFile name) {
    return find(gun, name)
        .orElseThrow(() -> new DamagedTrustData(key(gun, name), "is missing", null));
  }

  /** Which publications wrote bytes of this hash. */
  List<Publication> writers(Gun gun, Digest digest) {
    List<Publication> writers = new ArrayList<>();
    Key before = TrustLayout.before(gun, digest);
    String start = before.path() + "-";
    List<Key> page = page(gun, Optional.of(before), FEW);
    while (!page.isEmpty() && page.getFirst().path().startsWith(start)) {
      page.stream()
          .filter(key -> key.path().startsWith(start))
          .forEach(key -> TrustLayout.writer(key.name()).ifPresent(writers::add));
      page = page(gun, Optional.of(page.getLast()), FEW);
    }
    return writers;
  }

  /**
   * Removes those of a GUN's files, published or not, that are to be removed.
   *
   * @return how many
   */
  int removeIf(Gun gun, Predicate<Key> isDoomed) {
    int removed = 0;
    List<Key> page = page(gun, Optional.empty(), PAGE);
    while (!page.isEmpty()) {
      List<Key> doomed = page.stream().filter(isDoomed).toList();
      driver.deleteAll(doomed);
      removed += doomed.size();
      page = page(gun, Optional.of(page.getLast()), PAGE);
    }
    return removed;
  }

  private List<Key> page(Gun gun, Optional<Key> after, int limit) {
    return driver.list(TrustLayout.files(gun), after, limit).stream()
        .map(ListedObject::key)
        .toList();
  }

  static Key key(Gun gun, NamedFile name) {
    return TrustLayout.file(gun, name.digest(), name.publication());
  }
}
