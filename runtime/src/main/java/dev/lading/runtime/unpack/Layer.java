package dev.lading.runtime.unpack;

import dev.lading.content.Descriptor;
import dev.lading.content.Digest;

/**
 * One layer, as its manifest and the image's config name it.
 *
 * @param diffId of the uncompressed tar
 */
public record Layer(Descriptor descriptor, Digest diffId) {}
