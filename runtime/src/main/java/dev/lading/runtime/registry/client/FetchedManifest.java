package dev.lading.runtime.registry.client;

import dev.lading.content.Descriptor;

/** A manifest whose bytes are those that its digest names. */
public final class FetchedManifest {
  private final Descriptor descriptor;
  private final byte[] bytes;

  FetchedManifest(Descriptor descriptor, byte[] bytes) {
    this.descriptor = descriptor;
    this.bytes = bytes;
  }

  /** With the media type that the registry says. */
  public Descriptor descriptor() {
    return descriptor;
  }

  /** As they were pushed; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }
}
