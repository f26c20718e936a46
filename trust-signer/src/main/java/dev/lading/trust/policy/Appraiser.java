package dev.lading.trust.policy;

import dev.lading.content.Descriptor;
import dev.lading.content.Manifest;
import dev.lading.content.MediaType;
import dev.lading.content.RepositoryName;
import dev.lading.content.store.StoredManifest;
import java.util.Optional;

/**
 * Finds out what manifests are that nobody signed, and notes it in a {@link Reach}: each manifest
 * and each blob is looked at once. One is looked at at a time, so that at most {@link
 * Attachment#LARGEST_BYTES} of blobs are in memory for a view.
 */
record Appraiser(RepositoryName name, Reach reach, Holdings holdings) {
  /** With it an index brings along, in base64, all that it names: a whole image. */
  private static final String EMBEDDED = "data";

  /**
   * What one manifest is.
   *
   * @param bytes how many had to be read for it, at most
   */
  record Appraisal(ArtifactKind kind, long bytes) {}

  ArtifactKind kind(StoredManifest stored) {
    return reach.kind(stored.digest()).orElseGet(() -> appraise(stored).kind());
  }

  Appraisal appraise(StoredManifest stored) {
    reach.appraising.lock();
    try {
      long bytes = stored.bytes().length;
      Optional<ArtifactKind> meanwhile = reach.kind(stored.digest());
      if (meanwhile.isPresent()) {
        return new Appraisal(meanwhile.get(), bytes);
      }
      Manifest manifest = Manifest.parse(stored.bytes(), Optional.empty());
      Optional<Attachment> said = Attachment.find(manifest);
      return said.isPresent()
          ? new Appraisal(held(stored, manifest, said.get()), bytes + said.get().bytes())
          : new Appraisal(noted(stored, manifest, withoutBlobs(stored, manifest)), bytes);
    } finally {
      reach.appraising.unlock();
    }
  }

  private static ArtifactKind withoutBlobs(StoredManifest stored, Manifest manifest) {
    return manifest.mediaType() == MediaType.OCI_INDEX
            && !JsonObjects.mayHave(EMBEDDED, stored.bytes())
        ? ArtifactKind.LIST
        : ArtifactKind.OTHER;
  }

  /** Holds what a manifest says against its blobs; if one is not there, that may yet change. */
  private ArtifactKind held(StoredManifest stored, Manifest manifest, Attachment said) {
    for (Attachment.Part part : said.parts()) {
      Optional<BlobForm> form = form(part.blob());
      if (form.isEmpty()) {
        return ArtifactKind.OTHER;
      }
      if (form.get() != part.form()) {
        return noted(stored, manifest, ArtifactKind.OTHER);
      }
    }
    return noted(stored, manifest, ArtifactKind.ATTACHMENT);
  }

  private Optional<BlobForm> form(Descriptor blob) {
    Optional<BlobForm> known = reach.form(blob.digest());
    if (known.isPresent()) {
      return known;
    }
    Optional<BlobForm> found =
        holdings.blob(name, blob.digest(), Attachment.LARGEST_BYTES).map(BlobForm::of);
    found.ifPresent(form -> reach.addForm(blob.digest(), form));
    return found;
  }

  private ArtifactKind noted(StoredManifest stored, Manifest manifest, ArtifactKind kind) {
    reach.addKind(stored.digest(), manifest, kind);
    return kind;
  }
}
