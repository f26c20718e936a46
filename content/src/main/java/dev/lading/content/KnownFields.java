package dev.lading.content;

import static dev.lading.content.ContentException.ManifestFault.FIELD_INVALID;

import dev.lading.content.ContentException.ManifestInvalid;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields that mean something in one kind of object. Some parsers (Go's among them) take {@code
 * MediaType} for {@code mediaType} and others do not, so a name that differs in letter case only is
 * refused: one document must not mean two things. Any other name may stand there.
 */
record KnownFields(Set<String> names, TreeSet<String> ignoringCase) {
  static KnownFields of(String... names) {
    TreeSet<String> ignoringCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Set<String> exact = Set.of(names);
    ignoringCase.addAll(exact);
    return new KnownFields(exact, ignoringCase);
  }

  /** The same name, when it is known as it stands, or not known at all. */
  String exactly(String name, String path) {
    if (!names.contains(name) && ignoringCase.contains(name)) {
      throw new ManifestInvalid(
          FIELD_INVALID, path + " differs from " + ignoringCase.floor(name) + " in letter case");
    }
    return name;
  }
}
