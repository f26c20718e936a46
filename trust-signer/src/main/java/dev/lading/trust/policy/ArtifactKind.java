package dev.lading.trust.policy;

/** What a manifest that nobody signed turned out to be; the same for ever, as it cannot change. */
enum ArtifactKind {
  /** Signatures, attestations or SBOMs, and nothing else: see {@link Attachment}. */
  ATTACHMENT,
  /** An index that has nothing in it but the names of other manifests. */
  LIST,
  /** An image, or what could be taken for one: any other artifact. */
  OTHER
}
