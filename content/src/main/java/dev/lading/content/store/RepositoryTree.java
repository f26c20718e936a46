package dev.lading.content.store;

import dev.lading.content.RepositoryName;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import java.util.function.Consumer;

/** The directories of all repositories, which lie within each other. */
record RepositoryTree(StorageDriver driver) {

  /**
   * Finds every repository that has a directory of this name, however deep; what no repository's
   * name can be is passed over. Not in the order of whole names.
   *
   * @param directory such as {@code _manifests}
   */
  void eachWith(String directory, Consumer<RepositoryName> found) {
    walk("", directory, found);
  }

  /**
   * @param at where to look, empty for the root
   */
  private void walk(String at, String directory, Consumer<RepositoryName> found) {
    Key key = at.isEmpty() ? Layout.REPOSITORIES : Layout.REPOSITORIES.resolve(at);
    Children.of(driver, key)
        .forEach(
            child -> {
              String below = at.isEmpty() ? child : at + "/" + child;
              if (child.equals(directory) && !at.isEmpty()) {
                found.accept(new RepositoryName(at));
              } else if (RepositoryName.isName(below)) {
                walk(below, directory, found);
              }
            });
  }
}
