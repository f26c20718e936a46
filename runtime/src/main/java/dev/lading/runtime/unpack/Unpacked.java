package dev.lading.runtime.unpack;

/**
 * What came of an image.
 *
 * @param bytes of all files as they were unpacked, with their holes
 * @param entries of all layers
 * @param devicesLeftOut because this user, or this place, may have none
 * @param attributesLeftOut extended attributes that this user may not set or the file system does
 *     not have
 */
public record Unpacked(long bytes, long entries, long devicesLeftOut, long attributesLeftOut) {}
