package dev.lading.trust.policy;

import dev.lading.content.Digest;
import dev.lading.content.Reference;
import dev.lading.content.RepositoryName;
import dev.lading.content.store.StoredManifest;

/**
 * Asked before content leaves the registry. Safe for any number of threads.
 *
 * <p>Each verdict may throw {@link dev.lading.storage.StorageException} when it cannot be had, and
 * then nothing may be served.
 */
public interface TrustPolicy {
  /** Serves everything. */
  TrustPolicy NONE =
      new TrustPolicy() {
        @Override
        public boolean concerns(RepositoryName name) {
          return false;
        }

        @Override
        public Verdict manifest(RepositoryName name, Reference by, StoredManifest served) {
          return Verdict.ALLOWED;
        }

        @Override
        public Verdict blob(RepositoryName name, Digest blob) {
          return Verdict.ALLOWED;
        }
      };

  /** Whether pulls from this repository are looked at. */
  boolean concerns(RepositoryName name);

  /**
   * Whether a manifest is served.
   *
   * @param by what it is asked for by; a tag's signature must be for what the tag names now
   * @param served which the repository holds, and the tag names
   */
  Verdict manifest(RepositoryName name, Reference by, StoredManifest served);

  /**
   * Whether a blob that the repository holds is served: some manifest that is has to refer to it.
   */
  Verdict blob(RepositoryName name, Digest blob);
}
