package dev.lading.runtime.container;

import dev.lading.content.Digest;
import dev.lading.runtime.image.ImageConfig;
import java.nio.file.Path;

/**
 * An image that lies here unpacked.
 *
 * @param name as it was asked for
 * @param root absolute; nothing here writes below it
 */
public record UnpackedImage(
    String name, Digest manifest, ImageConfig config, Path root, RootFiles files) {}
