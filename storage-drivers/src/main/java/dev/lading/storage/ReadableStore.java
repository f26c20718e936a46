package dev.lading.storage;

import java.util.List;
import java.util.Optional;

/**
 * A store as one who only looks sees it. Safe for any number of threads; each verb blocks, and may
 * throw {@link StorageUnavailable}.
 */
public interface ReadableStore {
  /**
   * The whole of a small object.
   *
   * @throws ObjectTooLarge when it has more than {@code limitBytes}
   */
  Optional<byte[]> read(Key key, int limitBytes);

  /**
   * Objects at any depth below {@code prefix/}, in byte order of their keys, those after {@code
   * after} only (a whole key, which need not exist). Empty when there are none.
   */
  List<ListedObject> list(Key prefix, Optional<Key> after, int limit);
}
