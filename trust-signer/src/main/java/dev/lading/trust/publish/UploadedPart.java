package dev.lading.trust.publish;

/**
 * One file of an update, as it arrived.
 *
 * @param filename the role's name, maybe with {@code .json} behind it; slashes included
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; whoever gets it must not change it
public record UploadedPart(String filename, byte[] bytes) {}
