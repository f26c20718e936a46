package dev.lading.config;

import java.util.List;
import java.util.Optional;

/** A key of the table: {@code #} stands for any element of a list, {@code **} for all below. */
record KeyPattern(KeyPath path) {

  /** Whether this is the key, or a section of it leads here. */
  boolean reaches(KeyPath key) {
    return agrees(key, key.size()) && (key.size() <= length() || isOpen());
  }

  /** Whether this is exactly the key, or holds it in its open end. */
  boolean matches(KeyPath key) {
    return reaches(key) && key.size() >= length();
  }

  /** The name that follows a section in this key. */
  Optional<String> nameBelow(KeyPath section) {
    return section.size() < length() && agrees(section, section.size())
        ? Optional.of(path.names().get(section.size()))
        : Optional.empty();
  }

  /** The beginning of this key up to the first such name. */
  Optional<String> upTo(String name) {
    int at = path.names().indexOf(name);
    return at < 0
        ? Optional.empty()
        : Optional.of(new KeyPath(path.names().subList(0, at + 1)).toString());
  }

  private int length() {
    return isOpen() ? path.size() - 1 : path.size();
  }

  private boolean isOpen() {
    return path.last().equals("**");
  }

  private boolean agrees(KeyPath key, int size) {
    List<String> mine = path.names();
    for (int i = 0; i < Math.min(size, length()); i++) {
      String name = key.names().get(i);
      boolean same = mine.get(i).equals("#") ? isIndex(name) : mine.get(i).equals(name);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIndex(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
