package dev.lading.conformance.crash;

/** Something that a client can ask a repository for. */
public sealed interface Named {
  String repository();

  /** A layer or config. */
  record Blob(String repository, String digest) implements Named {}

  /** A manifest, by its digest. */
  record Revision(String repository, String digest) implements Named {}

  record Tag(String repository, String tag) implements Named {}
}
