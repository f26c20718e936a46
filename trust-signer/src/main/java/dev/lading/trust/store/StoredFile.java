package dev.lading.trust.store;

/** One role's metadata as it was published, byte for byte; the bytes are the ones its name says. */
@SuppressWarnings("ArrayRecordComponent") // never compared; whoever gets it must not change it
public record StoredFile(NamedFile name, byte[] bytes) {}
