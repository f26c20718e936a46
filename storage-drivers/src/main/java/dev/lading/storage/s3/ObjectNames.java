package dev.lading.storage.s3;

import dev.lading.storage.Key;
import java.util.Optional;

/**
 * Where keys are in the bucket.
 *
 * @param start what all names begin with: nothing, or a directory and a slash
 */
record ObjectNames(String start) {

  /**
   * @param rootDirectory as distribution takes it: slashes around it do not count
   */
  static ObjectNames below(String rootDirectory) {
    String stripped = rootDirectory.replaceAll("^/+|/+$", "");
    return new ObjectNames(stripped.isEmpty() ? "" : stripped + "/");
  }

  String of(Key key) {
    return start + key.path();
  }

  /** What the names of all objects below a prefix begin with. */
  String below(Key prefix) {
    return of(prefix) + "/";
  }

  /** The key of an object in the bucket; others may have put any name there, which is no key. */
  Optional<Key> key(String name) {
    String path = name.substring(start.length());
    for (String segment : path.split("/", -1)) {
      if (!Key.isSegment(segment)) {
        return Optional.empty();
      }
    }
    return Optional.of(new Key(path));
  }
}
