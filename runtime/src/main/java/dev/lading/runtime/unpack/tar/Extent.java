package dev.lading.runtime.unpack.tar;

/**
 * A part of a file that is no hole.
 *
 * @param offset of its first byte in the file
 * @param length in bytes
 */
record Extent(long offset, long length) {}
