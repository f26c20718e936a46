package dev.lading.runtime.image;

import java.nio.file.Path;

/**
 * Where images and containers lie.
 *
 * <pre>
 * FOLDER/images/            an OCI image layout: oci-layout, index.json, blobs/
 * FOLDER/ingest/ALG-HEX     blobs that are on their way, resumed by the next pull
 * FOLDER/roots/ALG-HEX.BOOT/  the root filesystem of the image whose config has this digest
 * FOLDER/containers/ID/     what was run
 * FOLDER/lock               who pulls and who removes
 * </pre>
 */
public record DataFolder(Path folder) {
  Path images() {
    return folder.resolve("images");
  }

  Path ingest() {
    return folder.resolve("ingest");
  }

  Path roots() {
    return folder.resolve("roots");
  }

  public Path containers() {
    return folder.resolve("containers");
  }

  Path lock() {
    return folder.resolve("lock");
  }
}
