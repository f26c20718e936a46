package dev.lading.conformance.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A configuration in distribution's {@code config.yml} format, as dotted keys. It is written as
 * JSON, which is YAML to every reader of it.
 */
public record RegistryConfig(Map<String, Object> keys) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public RegistryConfig {
    keys = Map.copyOf(keys);
  }

  /** Deletes on, the store in {@code root}, HTTP on {@code port} of the loopback. */
  public static RegistryConfig serving(Path root, int port) {
    return new RegistryConfig(Map.of())
        .with("storage.filesystem.rootdirectory", root.toString())
        .with("storage.delete.enabled", true)
        .with("http.addr", "127.0.0.1:" + port);
  }

  /** The same with one key set; {@code value} is a string, number, boolean, list or map. */
  public RegistryConfig with(String dottedKey, Object value) {
    var changed = new LinkedHashMap<>(keys);
    changed.put(dottedKey, value);
    return new RegistryConfig(changed);
  }

  public RegistryConfig with(Map<String, Object> others) {
    var changed = new LinkedHashMap<>(keys);
    changed.putAll(others);
    return new RegistryConfig(changed);
  }

  /** The same with nothing below a section. */
  public RegistryConfig without(String section) {
    var changed = new LinkedHashMap<>(keys);
    changed.keySet().removeIf(key -> key.startsWith(section + "."));
    return new RegistryConfig(changed);
  }

  public Path writeTo(Path file) throws IOException {
    return Files.writeString(file, toString());
  }

  @Override
  public String toString() {
    ObjectNode tree = JSON.createObjectNode().put("version", 0.1);
    keys.forEach((key, value) -> set(tree, key, value));
    return tree.toPrettyString();
  }

  private static void set(ObjectNode tree, String dottedKey, Object value) {
    int dot = dottedKey.indexOf('.');
    if (dot < 0) {
      tree.set(dottedKey, JSON.valueToTree(value));
    } else {
      set(
          tree.withObjectProperty(dottedKey.substring(0, dot)),
          dottedKey.substring(dot + 1),
          value);
    }
  }
}
