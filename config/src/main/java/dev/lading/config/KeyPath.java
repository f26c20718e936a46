package dev.lading.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The way from the top of the configuration to one key. A name may hold any character; an element
 * of a list is named by its index.
 */
record KeyPath(List<String> names) {
  static final KeyPath TOP = new KeyPath(List.of());

  KeyPath {
    names = List.copyOf(names);
  }

  static KeyPath parse(String dotted) {
    return dotted.equals(".") ? TOP : new KeyPath(List.of(dotted.split("\\.", -1)));
  }

  KeyPath child(String name) {
    var longer = new ArrayList<>(names);
    longer.add(name);
    return new KeyPath(longer);
  }

  KeyPath child(int index) {
    return child(Integer.toString(index));
  }

  KeyPath concat(KeyPath below) {
    var longer = new ArrayList<>(names);
    longer.addAll(below.names);
    return new KeyPath(longer);
  }

  KeyPath parent() {
    return new KeyPath(names.subList(0, names.size() - 1));
  }

  boolean isBelow(KeyPath section) {
    return size() > section.size() && names.subList(0, section.size()).equals(section.names);
  }

  String last() {
    return names.getLast();
  }

  int size() {
    return names.size();
  }

  /** The name of the environment variable that sets this key. */
  String variable() {
    return Environment.PREFIX
        + names.stream()
            .map(name -> name.toUpperCase(Locale.ROOT))
            .collect(Collectors.joining("_"));
  }

  /** Written out, as is the hash: a record's own takes 15 ms when it is first compared. */
  @Override
  public boolean equals(Object other) {
    return other instanceof KeyPath path && names.equals(path.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return String.join(".", names);
  }
}
