package dev.lading.content.interleaving;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import java.util.List;
import java.util.Optional;

/** What a step acts upon, all at once: the store, and values that have a name but no key. */
interface Site {
  Optional<Object> get(String name);

  /** Of values, that begin with {@code start}, in order. */
  List<String> names(String start);

  void put(String name, Object value);

  void remove(String name);

  Optional<ObjectInfo> find(Key key);

  Optional<Bytes> read(Key key);

  void write(Key key, Bytes bytes);

  void delete(Key key);

  /** All objects below {@code prefix/}, in byte order. */
  List<ListedObject> list(Key prefix);
}
