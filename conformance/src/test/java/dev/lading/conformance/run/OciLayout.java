package dev.lading.conformance.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.runtime.unpack.Layer;
import dev.lading.runtime.unpack.LayerBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The layers of the one image in an OCI layout. */
record OciLayout(Path directory) {
  private static final ObjectMapper JSON = new ObjectMapper();

  List<Layer> layers() throws IOException {
    JsonNode manifest =
        json(JSON.readTree(directory.resolve("index.json").toFile()).at("/manifests/0"));
    JsonNode diffIds = json(manifest.get("config")).at("/rootfs/diff_ids");
    List<Layer> layers = new ArrayList<>();
    for (JsonNode each : manifest.get("layers")) {
      layers.add(
          new Layer(
              Descriptor.of(
                  each.get("mediaType").asText(),
                  Digest.parse(each.get("digest").asText()),
                  each.get("size").asLong()),
              Digest.parse(diffIds.get(layers.size()).asText())));
    }
    return layers;
  }

  LayerBytes bytes(Layer layer) {
    return () -> Files.newInputStream(blob(layer.descriptor().digest()));
  }

  private JsonNode json(JsonNode descriptor) throws IOException {
    return JSON.readTree(blob(Digest.parse(descriptor.get("digest").asText())).toFile());
  }

  Path blob(Digest digest) {
    return directory.resolve("blobs").resolve(digest.algorithm().id()).resolve(digest.hex());
  }
}
