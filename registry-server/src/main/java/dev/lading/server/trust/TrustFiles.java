package dev.lading.server.trust;

import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.service.TrustData;
import dev.lading.trust.store.StoredFile;
import dev.lading.trust.store.TrustStore;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The files that readers ask for.
 *
 * @param store has what is asked for by hash or version
 * @param current the file of a role that is in force
 */
record TrustFiles(TrustStore store, BiFunction<Gun, Role, Optional<StoredFile>> current) {

  /** What has expired is signed again before it is shown. */
  static TrustFiles keptFresh(TrustStore store, TrustData data) {
    return new TrustFiles(store, data::find);
  }

  /** Nothing is written for a reader. */
  static TrustFiles asTheyAre(TrustStore store) {
    return new TrustFiles(
        store, (gun, role) -> store.newest(gun).flatMap(newest -> store.find(newest, role)));
  }

  Optional<StoredFile> find(Gun gun, MetadataName name) {
    return switch (name) {
      case MetadataName.Current(var role) -> current.apply(gun, role);
      case MetadataName.ByHash(var role, var digest) -> store.find(gun, role, digest);
      case MetadataName.ByVersion(var role, var version) -> store.find(gun, role, version);
    };
  }
}
