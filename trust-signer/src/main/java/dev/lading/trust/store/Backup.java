package dev.lading.trust.store;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ReadableStore;
import dev.lading.trust.Gun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Saves what no push brings back: of each GUN its newest generation, the files that it names, and
 * the keys that the server signs with, sealed as they lie in the store. The registry goes on
 * meanwhile; each GUN is saved as it was at some moment.
 *
 * <p>A zip of objects, each under its key, those of one GUN together, and its generation last. What
 * has no generation was not saved whole.
 */
public final class Backup {
  /** The first entry, so that a file tells what it is. */
  static final String MARK = "lading-trust-backup";

  static final String FORMAT = "1\n";

  private static final int KEY_LIMIT_BYTES = 64 << 10;
  private static final int PAGE = 1000;

  private final ReadableStore store;

  public Backup(ReadableStore store) {
    this.store = store;
  }

  /**
   * What was saved.
   *
   * @param guns those that were deleted as well: their versions must not fall
   * @param damaged what is not as it must be; its GUN is left out
   */
  public record Saved(int guns, int objects, List<DamagedTrustData> damaged) {
    public Saved {
      damaged = List.copyOf(damaged);
    }
  }

  /**
   * Saves all GUNs.
   *
   * @param out is closed in any case, and worth nothing after an exception
   */
  public Saved write(OutputStream out) throws IOException {
    int guns = 0;
    int objects = 0;
    List<DamagedTrustData> damaged = new ArrayList<>();
    try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      put(zip, MARK, FORMAT.getBytes(StandardCharsets.UTF_8));
      for (Listed each : Generations.newestOfAll(store)) {
        try {
          objects += save(each.gun(), zip);
          guns++;
        } catch (DamagedTrustData e) {
          damaged.add(e);
        }
      }
    }
    return new Saved(guns, objects, damaged);
  }

  /** A file that is gone was superseded and trimmed meanwhile, if there is a newer generation. */
  private int save(Gun gun, ZipOutputStream zip) throws IOException {
    Set<Key> saved = new HashSet<>();
    saveKeys(gun, zip, saved);
    Generation newest = newest(gun);
    Optional<NamedFile> missing = saveFiles(newest, zip, saved);
    while (missing.isPresent()) {
      Generation newer = newest(gun);
      if (newer.number() == newest.number()) {
        throw new DamagedTrustData(RoleFiles.key(gun, missing.get()), "is missing", null);
      }
      newest = newer;
      missing = saveFiles(newest, zip, saved);
    }
    Key key = TrustLayout.generation(gun, newest.number());
    put(zip, key.path(), GenerationJson.write(newest));
    return saved.size() + 1;
  }

  private Generation newest(Gun gun) {
    while (true) {
      OptionalLong number = Generations.newestNumber(store, gun);
      Key key = TrustLayout.generation(gun, number.orElseThrow());
      Optional<byte[]> bytes = store.read(key, Generations.LIMIT_BYTES);
      if (bytes.isPresent()) {
        return Generations.parse(key, bytes.get(), gun, number.getAsLong());
      }
      // It was followed and removed meanwhile: there is a newer one.
    }
  }

  private void saveKeys(Gun gun, ZipOutputStream zip, Set<Key> saved) throws IOException {
    for (Key key : keys(gun)) {
      Optional<byte[]> bytes = store.read(key, KEY_LIMIT_BYTES);
      if (bytes.isPresent()) {
        put(zip, key.path(), bytes.get());
        saved.add(key);
      }
    }
  }

  private List<Key> keys(Gun gun) {
    List<Key> keys = new ArrayList<>();
    Optional<Key> after = Optional.empty();
    List<ListedObject> page;
    do {
      page = store.list(TrustLayout.keys(gun), after, PAGE);
      page.forEach(row -> keys.add(row.key()));
      after = page.isEmpty() ? after : Optional.of(page.getLast().key());
    } while (page.size() == PAGE);
    return keys;
  }

  /** The first that is not there, if any. */
  private Optional<NamedFile> saveFiles(Generation generation, ZipOutputStream zip, Set<Key> saved)
      throws IOException {
    for (NamedFile name : generation.named().toList()) {
      Key key = RoleFiles.key(generation.gun(), name);
      if (!saved.contains(key)) {
        Optional<StoredFile> file = RoleFiles.find(store, generation.gun(), name);
        if (file.isEmpty()) {
          return Optional.of(name);
        }
        put(zip, key.path(), file.get().bytes());
        saved.add(key);
      }
    }
    return Optional.empty();
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
