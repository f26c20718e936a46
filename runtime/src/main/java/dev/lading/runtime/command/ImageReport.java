package dev.lading.runtime.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.runtime.image.ImageConfig;
import dev.lading.runtime.image.LocalImage;
import dev.lading.runtime.image.PresentImage;
import dev.lading.runtime.unpack.Layer;
import java.util.List;

/** What is known of an image, for programs. */
final class ImageReport {
  private ImageReport() {}

  /** What the lists of images show. */
  static ObjectNode of(LocalImage image) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", image.name())
        .put("digest", image.stoodFor().toString())
        .put("manifest", image.manifest().digest().toString())
        .put("platform", image.platform().toString())
        .put("signed", image.isVerified())
        .put("pulled", image.pulled().toString());
  }

  /** The same, and what the image says of itself. */
  static ObjectNode of(LocalImage name, PresentImage image) {
    ObjectNode report = of(name);
    report.put("config", image.config().digest().toString());
    ArrayNode layers = report.putArray("layers");
    for (Layer layer : image.layers()) {
      layers
          .addObject()
          .put("digest", layer.descriptor().digest().toString())
          .put("mediaType", layer.descriptor().mediaType())
          .put("size", layer.descriptor().size())
          .put("diffId", layer.diffId().toString());
    }
    says(image.says(), report);
    return report;
  }

  private static void says(ImageConfig config, ObjectNode report) {
    config.created().ifPresent(created -> report.put("created", created.toString()));
    config.user().ifPresent(user -> report.put("user", user));
    list(report, "environment", config.environment());
    list(report, "entrypoint", config.entrypoint());
    list(report, "command", config.command());
    config.workingDirectory().ifPresent(directory -> report.put("workingDirectory", directory));
    config.stopSignal().ifPresent(signal -> report.put("stopSignal", signal));
    list(report, "volumes", config.volumes());
    ObjectNode labels = report.putObject("labels");
    config.labels().forEach(labels::put);
  }

  private static void list(ObjectNode report, String field, List<String> values) {
    ArrayNode list = report.putArray(field);
    values.forEach(list::add);
  }
}
