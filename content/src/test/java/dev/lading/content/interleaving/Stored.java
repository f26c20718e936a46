package dev.lading.content.interleaving;

/**
 * An object of the store.
 *
 * @param nanos its store time, since {@link Times#START}
 */
record Stored(Bytes bytes, long nanos) {}
