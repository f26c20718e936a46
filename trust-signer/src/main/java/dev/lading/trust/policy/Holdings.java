package dev.lading.trust.policy;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.store.ContentStore;
import dev.lading.content.store.StoredManifest;
import java.util.Optional;
import java.util.stream.Stream;

/** What repositories hold, as far as verdicts ask for more than what is to be served. */
public interface Holdings {
  /** A manifest that the repository holds. */
  Optional<StoredManifest> find(RepositoryName name, Digest digest);

  /** All that the repository holds, in any order, lazily. */
  Stream<Digest> all(RepositoryName name);

  /** A blob that the repository holds; empty when it is larger. */
  Optional<byte[]> blob(RepositoryName name, Digest digest, int limitBytes);

  static Holdings of(ContentStore content) {
    return new Holdings() {
      @Override
      public Optional<StoredManifest> find(RepositoryName name, Digest digest) {
        return content.manifests().find(name, digest);
      }

      @Override
      public Stream<Digest> all(RepositoryName name) {
        return content.manifests().list(name);
      }

      @Override
      public Optional<byte[]> blob(RepositoryName name, Digest digest, int limitBytes) {
        return content.blobs().read(name, digest, limitBytes);
      }
    };
  }
}
