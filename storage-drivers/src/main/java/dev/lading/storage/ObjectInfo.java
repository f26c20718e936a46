package dev.lading.storage;

import java.time.Instant;

/**
 * What a store tells of one object.
 *
 * @param size in bytes
 * @param storeTime when the object became visible under its key, by the store's own clock: the only
 *     clock that ages are computed from
 */
public record ObjectInfo(long size, Instant storeTime) {}
