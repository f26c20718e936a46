package dev.lading.trust.store;

import dev.lading.storage.Key;
import dev.lading.trust.Gun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a {@link Backup} saved, in a file that may have been damaged, or cut short, since. For one
 * thread.
 */
public final class BackupFile implements AutoCloseable {
  private static final String AS_SAVED = "is not as it was saved";

  private final ZipFile zip;
  private final Map<Gun, List<Key>> objects = new LinkedHashMap<>();

  private BackupFile(ZipFile zip) {
    this.zip = zip;
  }

  /**
   * @throws IOException when it cannot be read, or is no backup that this version knows
   */
  public static BackupFile open(Path path) throws IOException {
    ZipFile zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8);
    try {
      BackupFile file = new BackupFile(zip);
      file.requireFormat();
      file.index();
      return file;
    } catch (IOException e) {
      zip.close();
      throw e;
    }
  }

  /** Those that were saved whole, in the order in which they were. */
  public List<Gun> guns() {
    return objects.entrySet().stream()
        .filter(each -> generationKey(each.getValue()).isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * The keys that a GUN is signed with, sealed, and the marks of those that have signed; each as it
   * lay in the store.
   *
   * @param gun one of {@link #guns}
   * @throws DamagedTrustData when the file holds something else than was saved
   */
  public SortedMap<Key, byte[]> keys(Gun gun) throws IOException {
    SortedMap<Key, byte[]> keys = new TreeMap<>(Comparator.comparing(Key::path));
    for (Key key : objects.getOrDefault(gun, List.of())) {
      if (key.path().startsWith(TrustLayout.keys().path() + "/")) {
        keys.put(key, read(key));
      }
    }
    return keys;
  }

  /**
   * Copies a GUN's files into a store, as those of a first generation. They are nothing there until
   * it names them, so it may be broken off, and done again, at any time.
   *
   * @param gun one of {@link #guns}
   * @return what the first generation is to follow; of it, nothing is in force yet
   * @throws DamagedTrustData when the file holds something else than was saved
   */
  public Generation copy(Gun gun, TrustStore to) throws IOException {
    Generation saved = generation(gun);
    Publication publication = to.first();
    Map<NamedFile, NamedFile> names = new HashMap<>();
    for (NamedFile name : saved.named().toList()) {
      names.put(name, to.write(gun, name.by(publication), read(RoleFiles.key(gun, name), name)));
    }
    return saved.beforeTheFirst(names);
  }

  private Generation generation(Gun gun) throws IOException {
    Key key =
        generationKey(objects.getOrDefault(gun, List.of()))
            .orElseThrow(() -> new IllegalArgumentException("no " + gun));
    return Generations.parse(key, read(key), gun, number(key).orElseThrow());
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private void requireFormat() throws IOException {
    ZipEntry mark = zip.getEntry(Backup.MARK);
    if (mark == null) {
      throw new IOException("it is no backup of trust data");
    }
    try (InputStream in = zip.getInputStream(mark)) {
      String format = new String(in.readNBytes(Backup.FORMAT.length() + 1), StandardCharsets.UTF_8);
      if (!format.equals(Backup.FORMAT)) {
        throw new IOException("it has a format that a later version made");
      }
    }
  }

  private void index() throws IOException {
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      String name = entries.nextElement().getName();
      if (!name.equals(Backup.MARK)) {
        Key key = Key.of(name);
        Gun gun = TrustLayout.gun(key).orElseThrow(() -> new IOException("no trust data: " + name));
        objects.computeIfAbsent(gun, _ -> new ArrayList<>()).add(key);
      }
    }
  }

  private byte[] read(Key key, NamedFile name) throws IOException {
    byte[] bytes = read(key);
    if (!name.digest().matches(bytes)) {
      throw new DamagedTrustData(key, AS_SAVED, null);
    }
    return bytes;
  }

  private byte[] read(Key key) throws IOException {
    ZipEntry entry = zip.getEntry(key.path());
    if (entry == null) {
      throw new DamagedTrustData(key, "is missing in the backup", null);
    }
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
      byte[] bytes = in.readNBytes(Generations.LIMIT_BYTES + 1);
      if (bytes.length > Generations.LIMIT_BYTES || sum.getValue() != entry.getCrc()) {
        throw new DamagedTrustData(key, AS_SAVED, null);
      }
      return bytes;
    }
  }

  private static Optional<Key> generationKey(List<Key> keys) {
    return keys.stream().filter(key -> number(key).isPresent()).findFirst();
  }

  private static OptionalLong number(Key key) {
    return key.path().startsWith(TrustLayout.GENERATIONS.path() + "/")
        ? TrustLayout.generationNumber(key.name())
        : OptionalLong.empty();
  }
}
