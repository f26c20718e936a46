package dev.lading.config;

import java.util.List;

/**
 * What came of reading one key: the memory behind printing and behind the search for unread keys.
 */
sealed interface Read permits Read.Value, Read.Elements, Section {

  /**
   * A value that was read as one.
   *
   * @param node what is in force, the default included
   */
  record Value(Tree node, boolean secret) implements Read {}

  /** A list of sections. */
  record Elements(List<Section> sections) implements Read {
    public Elements {
      sections = List.copyOf(sections);
    }
  }
}
