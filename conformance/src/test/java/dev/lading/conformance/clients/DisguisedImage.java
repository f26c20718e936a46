package dev.lading.conformance.clients;

import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An image whose manifests say that it is none. Docker runs it all the same: it takes any bytes for
 * a config, and unpacks layers of each type that begins with {@code application/vnd.docker.}.
 */
record DisguisedImage(Content config, Content layer) {
  private static final String NO_CONFIG = "application/octet-stream";
  private static final String NO_LAYER = "application/vnd.docker.foo";

  /**
   * @param layer an archive of files, among them {@code /bin/echo}
   * @param greeting what it prints when it is run
   */
  static DisguisedImage of(Path layer, String greeting) throws IOException {
    Content files = new Content(Files.readAllBytes(layer));
    String config =
        """
        {"os":"linux","architecture":"amd64","config":{"Cmd":["/bin/echo","%s"]},
         "rootfs":{"type":"layers","diff_ids":["%s"]}}
        """
            .formatted(greeting, files.sha256());
    return new DisguisedImage(Content.of(config), files);
  }

  /**
   * @param signed what one of them says it is attached to
   */
  List<Manifest> manifests(Manifest signed) {
    Manifest image =
        Manifest.image(config)
            .field("config", Manifest.descriptor(NO_CONFIG, config))
            .layer(Manifest.descriptor(NO_LAYER, layer));
    return List.of(image, image.subject(signed), image.as(Manifest.DOCKER_IMAGE));
  }

  void pushBlobs(Repository to) {
    to.push(config);
    to.push(layer);
  }
}
