package dev.lading.runtime.pull;

import dev.lading.content.Descriptor;
import dev.lading.runtime.image.Ingest;
import dev.lading.runtime.image.LocalBlobs;
import dev.lading.runtime.registry.RegistryException.WrongBytes;
import dev.lading.runtime.registry.client.BlobStream;
import dev.lading.runtime.registry.client.Blobs;
import java.security.MessageDigest;

/** Brings one blob here: goes on where somebody stopped, verifies all of it, then names it. */
record Fetching(Blobs registry, LocalBlobs here, Progress progress) {
  private static final int PIECE = 256 * 1024;

  /** Several at once for different blobs; of two programs that want one blob, one fetches it. */
  void fetch(Descriptor blob) {
    if (!here.has(blob)) {
      try (Ingest ingest = here.ingest(blob)) {
        if (!here.has(blob)) {
          fetchInto(ingest, blob);
        }
      }
    }
    progress.fetched(blob);
  }

  private void fetchInto(Ingest ingest, Descriptor blob) {
    MessageDigest hash = blob.digest().algorithm().newDigest();
    long known = ingest.resume(hash, blob.size());
    try {
      copy(ingest, blob, known, hash);
    } catch (WrongBytes e) {
      ingest.forget();
      if (known == 0) {
        throw e;
      }
      // The bytes of the earlier try may be the wrong ones: a machine may have lost its power.
      ingest.resume(hash, blob.size());
      copy(ingest, blob, 0, blob.digest().algorithm().newDigest());
    }
    ingest.commit();
  }

  private void copy(Ingest ingest, Descriptor blob, long known, MessageDigest hash) {
    progress.came(blob, known);
    byte[] piece = new byte[PIECE];
    try (BlobStream bytes = registry.resume(blob, known, hash)) {
      for (int count = bytes.read(piece, 0, PIECE);
          count >= 0;
          count = bytes.read(piece, 0, PIECE)) {
        ingest.write(piece, count);
        progress.came(blob, count);
      }
    }
  }
}
