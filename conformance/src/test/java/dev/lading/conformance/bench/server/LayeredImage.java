package dev.lading.conformance.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * An image with {@value #LAYERS} layers of {@value #FILES} files each, {@value #MEGABYTES} MB in
 * all, and busybox: an OCI layout. Half of each file is noise, so that it compresses as programs
 * do.
 */
public final class LayeredImage {
  public static final int LAYERS = 10;
  public static final int FILES = 200;
  public static final int MEGABYTES = 500;
  private static final int FILE_BYTES = MEGABYTES * 1_000_000 / LAYERS / FILES;
  private static final int PIECE = 64;

  private final Path layout;

  private LayeredImage(Path layout) {
    this.layout = layout;
  }

  /** Makes it with umoci, if there is none. */
  static LayeredImage open(Path data) throws IOException, InterruptedException {
    Path layout = data.resolve("layered-image");
    if (!Files.exists(layout.resolve("index.json"))) {
      Path unfinished = data.resolve("layered-image-unfinished");
      Tree.delete(unfinished);
      make(unfinished);
      Files.move(unfinished, layout);
    }
    return new LayeredImage(layout);
  }

  /** Pushes it to a server that speaks plain HTTP, and answers its name there. */
  public String pushTo(Server server) throws IOException, InterruptedException {
    String name = "127.0.0.1:" + server.port() + "/bench/layered:v1";
    Program.run(
        List.of(
            "skopeo",
            "--insecure-policy",
            "copy",
            "--dest-tls-verify=false",
            "oci:" + layout + ":v1",
            "docker://" + name));
    return name;
  }

  private static void make(Path layout) throws IOException, InterruptedException {
    String image = layout + ":v1";
    Program.run(List.of("umoci", "init", "--layout", layout.toString()));
    Program.run(List.of("umoci", "new", "--image", image));
    Random random = new Random(1);
    for (int i = 0; i < LAYERS; i++) {
      Path files = layout.resolveSibling("layer-" + i);
      fill(files, random);
      Program.run(List.of("umoci", "insert", "--image", image, files.toString(), "/layer-" + i));
      Tree.delete(files);
    }
    Program.run(List.of("umoci", "insert", "--image", image, "/bin/busybox", "/bin/true"));
    Program.run(
        List.of(
            "umoci",
            "config",
            "--image",
            image,
            "--os=linux",
            "--architecture=amd64",
            "--config.cmd=/bin/true"));
  }

  private static void fill(Path directory, Random random) throws IOException {
    Files.createDirectories(directory);
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[FILE_BYTES];
      byte[] noise = new byte[PIECE];
      for (int at = 0; at + 2 * PIECE <= FILE_BYTES; at += 2 * PIECE) {
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, at, PIECE);
      }
      Files.write(directory.resolve("file-" + i), bytes);
    }
  }
}
