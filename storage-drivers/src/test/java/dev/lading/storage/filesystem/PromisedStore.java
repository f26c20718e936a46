package dev.lading.storage.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.storage.Durability;
import dev.lading.storage.Key;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A driver on a simulated disk, and what its callers were promised. After each single step of the
 * disk, every disk that a power loss at that moment could leave is held against the promises.
 */
final class PromisedStore {
  private final Path root;
  private final PosixModel model;
  private final SimulatedDisk disk;
  private @Nullable FilesystemDriver opened;

  // What each key may turn out to be: one thing when it was promised, two while it is changing.
  private final Map<Key, Set<Optional<String>>> promises = new HashMap<>();

  /** A promise that does not hold. */
  static final class Broken extends AssertionError {
    private static final long serialVersionUID = 1;

    Broken(String message) {
      super(message);
    }
  }

  PromisedStore(Path directory, int forgottenSync) {
    this.root = directory.resolve("store");
    this.model = new PosixModel(directory);
    this.disk = new SimulatedDisk(model, forgottenSync, this::check);
  }

  SimulatedDisk disk() {
    return disk;
  }

  Path path(String key) {
    return root.resolve(key);
  }

  void open() {
    open(Durability.STRICT);
  }

  void open(Durability durability) {
    opened = FilesystemDriver.open(root, durability, "holder", InstantSource.system(), disk);
  }

  void close() {
    driver().close();
  }

  /** Ends the process, not the power. */
  void kill() {
    driver().close();
    try {
      Files.writeString(root.resolve("lading/lock"), "a process that was killed");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String key, String text) {
    mayBecome(key, Optional.of(text));
    driver().write(new Key(key), text.getBytes(UTF_8));
    promise(key, Optional.of(text));
  }

  void writeIfAbsent(String key, String text) {
    mayBecome(key, Optional.of(text));
    if (driver().writeIfAbsent(new Key(key), text.getBytes(UTF_8))) {
      promise(key, Optional.of(text));
    }
  }

  /** A write whose caller will not ask again what became of it. */
  void writeUnpromised(String key, String text) {
    driver().write(new Key(key), text.getBytes(UTF_8));
  }

  void writeTransient(String key, String text) {
    driver().writeTransient(new Key(key), text.getBytes(UTF_8));
  }

  void publish(String staging, String key, String text) {
    StagedObject staged = driver().stage(new Key(staging));
    try (StagedAppend append = staged.append(0)) {
      append.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }
    mayBecome(key, Optional.of(text));
    staged.publish(new Key(key));
    promise(key, Optional.of(text));
  }

  void copy(String from, String to, String text) {
    mayBecome(to, Optional.of(text));
    driver().copy(new Key(from), new Key(to));
    promise(to, Optional.of(text));
  }

  void delete(String key) {
    mayBecome(key, Optional.empty());
    driver().delete(new Key(key));
    promise(key, Optional.empty());
  }

  void deleteBelow(String prefix, String... keys) {
    for (String key : keys) {
      mayBecome(key, Optional.empty());
    }
    driver().deleteBelow(new Key(prefix));
    for (String key : keys) {
      promise(key, Optional.empty());
    }
  }

  /** Whoever sees an object relies on it from then on. */
  void rely(String key) {
    Optional<String> seen =
        driver().read(new Key(key), 1000).map(bytes -> new String(bytes, UTF_8));
    promise(key, Optional.of(seen.orElseThrow()));
  }

  /** Whoever is told that something is there relies on it too. */
  void relyOnBeingSecond(String key, String first) {
    if (driver().writeIfAbsent(new Key(key), "second".getBytes(UTF_8))) {
      throw new AssertionError(key + " was absent");
    }
    promise(key, Optional.of(first));
  }

  private FilesystemDriver driver() {
    return Objects.requireNonNull(opened, "not open");
  }

  private void mayBecome(String key, Optional<String> text) {
    promises.computeIfAbsent(new Key(key), _ -> new HashSet<>(Set.of(Optional.empty()))).add(text);
  }

  private void promise(String key, Optional<String> text) {
    promises.put(new Key(key), new HashSet<>(Set.of(text)));
    check();
  }

  private void check() {
    model.crashes(files -> promises.forEach((key, allowed) -> check(key, allowed, files)));
  }

  private void check(Key key, Set<Optional<String>> allowed, Map<Path, byte[]> files) {
    Optional<String> found =
        Optional.ofNullable(files.get(root.resolve(key.path())))
            .map(bytes -> new String(bytes, UTF_8));
    if (!allowed.contains(found)) {
      throw new Broken(key + " may be found as " + found + " and was promised as " + allowed);
    }
  }
}
