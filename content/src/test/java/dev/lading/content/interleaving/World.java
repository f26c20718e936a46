package dev.lading.content.interleaving;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * All that operations share, at one moment: objects of the store under their keys, and under names
 * that begin with {@code @} clocks, locks and {@link Steps#fact facts}. Immutable; each change
 * makes another world, and its hash, in the time it takes to copy two short arrays.
 */
final class World {
  static final World EMPTY = new World(new String[0], new Object[0], 0);
  private final String[] names;
  private final Object[] values;
  private final long hash;

  private World(String[] names, Object[] values, long hash) {
    this.names = names;
    this.values = values;
    this.hash = hash;
  }

  Optional<Object> get(String name) {
    int at = Arrays.binarySearch(names, name);
    return at < 0 ? Optional.empty() : Optional.of(values[at]);
  }

  World with(String name, Object value) {
    int at = Arrays.binarySearch(names, name);
    if (at < 0) {
      return inserted(-at - 1, name, value);
    }
    Object[] changed = values.clone();
    changed[at] = value;
    return new World(names, changed, hash - entry(name, values[at]) + entry(name, value));
  }

  World without(String name) {
    int at = Arrays.binarySearch(names, name);
    if (at < 0) {
      return this;
    }
    String[] fewerNames = new String[names.length - 1];
    Object[] fewerValues = new Object[names.length - 1];
    System.arraycopy(names, 0, fewerNames, 0, at);
    System.arraycopy(values, 0, fewerValues, 0, at);
    System.arraycopy(names, at + 1, fewerNames, at, fewerNames.length - at);
    System.arraycopy(values, at + 1, fewerValues, at, fewerNames.length - at);
    return new World(fewerNames, fewerValues, hash - entry(name, values[at]));
  }

  /** Names that begin with {@code start}, in byte order. */
  List<String> beginningWith(String start) {
    int at = Arrays.binarySearch(names, start);
    int from = at < 0 ? -at - 1 : at;
    int to = from;
    while (to < names.length && names[to].startsWith(start)) {
      to++;
    }
    return List.of(names).subList(from, to);
  }

  long hash() {
    return hash;
  }

  private World inserted(int at, String name, Object value) {
    String[] moreNames = Arrays.copyOf(names, names.length + 1);
    Object[] moreValues = Arrays.copyOf(values, names.length + 1);
    System.arraycopy(names, at, moreNames, at + 1, names.length - at);
    System.arraycopy(values, at, moreValues, at + 1, names.length - at);
    moreNames[at] = name;
    moreValues[at] = value;
    return new World(moreNames, moreValues, hash + entry(name, value));
  }

  private static long entry(String name, Object value) {
    return Hash.mix(Hash.of(name), Hash.of(value));
  }
}
