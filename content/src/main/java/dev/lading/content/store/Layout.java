package dev.lading.content.store;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.UploadId;
import dev.lading.storage.Key;

/**
 * Every key of the store: CNCF distribution's tree, and ours beside it.
 *
 * <pre>
 * docker/registry/v2/
 *   blobs/ALG/HH/HEX/data                          layers, configs and manifests
 *   repositories/NAME/
 *     _layers/ALG/HEX/link                         "this repository may read this blob"
 *     _manifests/revisions/ALG/HEX/link            a manifest of the repository
 *     _manifests/tags/TAG/current/link             what the tag names
 *     _manifests/tags/TAG/index/ALG/HEX/link       what it ever named
 *     _uploads/UUID/data                           the bytes of an upload so far
 *     _uploads/UUID/startedat                      when it began, RFC 3339
 * lading/
 *   format                                         version and features of this store
 *   lock, tmp/                                     of the filesystem driver
 *   cache/clock, cache/trust-clock                 written to learn the store's time
 *   cache/moves/NAME/_/TAG/                        who of several processes moves a tag on
 *   state/                                         what a backup takes; each drawn where it is kept
 *     keys/token/N                                 keys that tokens are signed with, sealed
 *     gc/                                          claims, marks, runs and trash of the collector
 *     pulls/NAME/_/ALG-HEX                         when a manifest was last pulled
 *     robots/NAME                                  when a robot was last used
 *     trust/generations/GUN/_/INV-N                trust data: what its Nth commit left
 *     trust/files/GUN/_/HEX-N-TOKEN                metadata of one role
 *     trust/keys/GUN/_/ROLE/K                      keys that metadata is signed with, sealed
 * </pre>
 *
 * HH is the first two letters of HEX; NAME may hold slashes, and no component of it begins with an
 * underscore. A link holds the digest it points at, {@code alg:hex}, without a newline.
 */
public final class Layout {
  public static final Key FORMAT = Key.of("lading/format");
  static final Key CLOCK = Key.of("lading/cache/clock");
  static final Key DISTRIBUTION = Key.of("docker/registry/v2");
  static final Key REPOSITORIES = Key.of("docker/registry/v2/repositories");
  static final String MANIFESTS = "_manifests";
  static final String UPLOADS = "_uploads";
  private static final String REVISIONS = MANIFESTS + "/revisions";
  private static final String TAGS = MANIFESTS + "/tags";
  private static final Key BLOBS = Key.of("docker/registry/v2/blobs");

  private Layout() {}

  static Key blobData(Digest digest) {
    return BLOBS.resolve(
        digest.algorithm().id()
            + "/"
            + digest.hex().substring(0, 2)
            + "/"
            + digest.hex()
            + "/data");
  }

  static Key repository(RepositoryName name) {
    return REPOSITORIES.resolve(name.name());
  }

  static Key layers(RepositoryName name) {
    return in(name, "_layers");
  }

  static Key layerLink(RepositoryName name, Digest digest) {
    return in(name, "_layers/" + path(digest) + "/link");
  }

  static Key revisions(RepositoryName name) {
    return in(name, REVISIONS);
  }

  static Key revisions(RepositoryName name, Algorithm algorithm) {
    return in(name, REVISIONS + "/" + algorithm.id());
  }

  static Key revisionLink(RepositoryName name, Digest digest) {
    return in(name, REVISIONS + "/" + path(digest) + "/link");
  }

  static Key tags(RepositoryName name) {
    return in(name, TAGS);
  }

  static Key tag(RepositoryName name, Tag tag) {
    return in(name, TAGS + "/" + tag.name());
  }

  static Key tagLink(RepositoryName name, Tag tag) {
    return in(name, TAGS + "/" + tag.name() + "/current/link");
  }

  static Key tagIndexLink(RepositoryName name, Tag tag, Digest digest) {
    return in(name, TAGS + "/" + tag.name() + "/index/" + path(digest) + "/link");
  }

  static Key uploads(RepositoryName name) {
    return in(name, UPLOADS);
  }

  static Key upload(RepositoryName name, UploadId id) {
    return in(name, UPLOADS + "/" + id);
  }

  static Key uploadData(RepositoryName name, UploadId id) {
    return upload(name, id).resolve("data");
  }

  static Key uploadStartedAt(RepositoryName name, UploadId id) {
    return upload(name, id).resolve("startedat");
  }

  private static Key in(RepositoryName name, String relative) {
    return REPOSITORIES.resolve(name.name() + "/" + relative);
  }

  private static String path(Digest digest) {
    return digest.algorithm().id() + "/" + digest.hex();
  }
}
