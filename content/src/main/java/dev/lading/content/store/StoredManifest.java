package dev.lading.content.store;

import dev.lading.content.Digest;
import dev.lading.content.MediaType;

/** A manifest as it was pushed, byte for byte; the bytes are the ones its digest names. */
@SuppressWarnings("ArrayRecordComponent") // never compared; whoever gets it must not change it
public record StoredManifest(Digest digest, MediaType mediaType, byte[] bytes) {}
