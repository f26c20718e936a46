package dev.lading.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectTooLarge;
import dev.lading.storage.ReadableStore;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads small objects of a root without its lock, so beside the process that has it: for commands
 * that only look. Objects are replaced whole, so none is seen half written; two of them may be of
 * different moments. Changes nothing, and makes no root.
 */
public final class RootReader implements ReadableStore {
  private final Path root;
  private final Listing listing;

  public RootReader(Path root) {
    this.root = root;
    this.listing = new Listing(Root.at(root, false));
  }

  @Override
  public Optional<byte[]> read(Key key, int limitBytes) {
    try (InputStream in = Files.newInputStream(root.resolve(key.path()), NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(limitBytes + 1);
      if (bytes.length > limitBytes) {
        throw new ObjectTooLarge(key, bytes.length, limitBytes);
      }
      return Optional.of(bytes);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StorageUnavailable(key + " cannot be read: " + e, e);
    }
  }

  @Override
  public List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
    try {
      return listing.objects(prefix, after.map(Key::path).orElse(""), limit);
    } catch (IOException e) {
      throw new StorageUnavailable(prefix + " cannot be listed: " + e, e);
    }
  }
}
