package dev.lading.runtime.pull;

import dev.lading.content.Algorithm;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The files of an image, made to fit each other. Layers are tars that end where they begin, with a
 * text behind the end that makes them differ.
 */
final class ServedImage {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final int END_OF_TAR = 1024;

  private final byte[] manifest;
  private final byte[] config;
  private final List<byte[]> layers;

  ServedImage(byte[] manifest, byte[] config, List<byte[]> layers) {
    this.manifest = manifest;
    this.config = config;
    this.layers = layers;
  }

  static ServedImage of(String platform, String... layers) {
    List<byte[]> tars = new ArrayList<>();
    for (String layer : layers) {
      byte[] text = layer.getBytes(StandardCharsets.UTF_8);
      byte[] tar = new byte[END_OF_TAR + text.length];
      System.arraycopy(text, 0, tar, END_OF_TAR, text.length);
      tars.add(tar);
    }
    byte[] config = config(platform, tars);
    return new ServedImage(manifest(CONFIG, config, tars), config, tars);
  }

  /** The same with another type of config: an artifact. */
  ServedImage ofType(String configType) {
    return new ServedImage(manifest(configType, config, layers), config, layers);
  }

  byte[] manifest() {
    return manifest;
  }

  byte[] config() {
    return config;
  }

  List<byte[]> layers() {
    return layers;
  }

  Digest digest() {
    return digest(manifest);
  }

  Descriptor layer(int i) {
    byte[] bytes = layers.get(i);
    return Descriptor.of("application/vnd.oci.image.layer.v1.tar", digest(bytes), bytes.length);
  }

  /** An entry of an index. */
  String entry(String platform) {
    String[] words = platform.split("/", 2);
    return """
    {"mediaType":"%s","digest":"%s","size":%d,"platform":{"os":"%s","architecture":"%s"}}"""
        .formatted(MANIFEST, digest(), manifest.length, words[0], words[1]);
  }

  static byte[] index(String... entries) {
    return bytes(
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[%s]}"""
            .formatted(INDEX, String.join(",", entries)));
  }

  static Digest digest(byte[] bytes) {
    return Digest.of(Algorithm.SHA256, bytes);
  }

  private static byte[] config(String platform, List<byte[]> layers) {
    String[] words = platform.split("/", 2);
    String diffIds =
        layers.stream().map(layer -> "\"" + digest(layer) + "\"").collect(Collectors.joining(","));
    return bytes(
        """
        {"os":"%s","architecture":"%s","config":{},"rootfs":{"type":"layers","diff_ids":[%s]}}"""
            .formatted(words[0], words[1], diffIds));
  }

  private static byte[] manifest(String configType, byte[] config, List<byte[]> layers) {
    String listed =
        layers.stream()
            .map(layer -> descriptor("application/vnd.oci.image.layer.v1.tar", layer))
            .collect(Collectors.joining(","));
    return bytes(
        """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}"""
            .formatted(MANIFEST, descriptor(configType, config), listed));
  }

  private static String descriptor(String type, byte[] bytes) {
    return """
    {"mediaType":"%s","digest":"%s","size":%d}"""
        .formatted(type, digest(bytes), bytes.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
