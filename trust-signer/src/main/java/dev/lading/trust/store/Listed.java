package dev.lading.trust.store;

import dev.lading.storage.ListedObject;
import dev.lading.trust.Gun;
import java.time.Instant;
import java.util.Optional;

/**
 * What a listing tells of one generation, without reading it.
 *
 * @param storeTime when it was committed, by the store's clock
 */
public record Listed(Gun gun, long number, Instant storeTime) {

  static Optional<Listed> of(Gun gun, ListedObject row) {
    return TrustLayout.generationNumber(row.key().name()).stream()
        .mapToObj(number -> new Listed(gun, number, row.info().storeTime()))
        .findFirst();
  }
}
