package dev.lading.runtime.unpack.tar;

/**
 * A point in time.
 *
 * @param seconds since 1970, negative before
 * @param nanos from 0 to 999 999 999, later than the seconds
 */
public record TarTime(long seconds, int nanos) {}
