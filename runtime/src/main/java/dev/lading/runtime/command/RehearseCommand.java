package dev.lading.runtime.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/**
 * {@code lading rehearse}: pulls an image with nothing in it, from a registry that nobody else
 * sees, and tries to run it. The launcher does this once after a build under the JVM's training
 * mode, so that later starts find their classes loaded and linked (docs/adr/0003).
 */
final class RehearseCommand implements Command {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final int END_OF_TAR = 1024;

  private final Syntax syntax =
      new Syntax(this, "Pulls an empty image into an empty directory, and runs nothing of it.")
          .footer("Example: lading rehearse /tmp/empty")
          .hidden();

  private final Supplier<Path> directory = syntax.parameter(Path.class, "DIRECTORY");

  private final Surroundings surroundings;
  private final Map<String, byte[]> served = new HashMap<>();

  RehearseCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() throws IOException {
    putImage();
    HttpServer registry =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext("/", this::answer);
    registry.start();
    try {
      String image = "127.0.0.1:" + registry.getAddress().getPort() + "/a:v1";
      int pulled = lading("pull", "--trust", "off", image);
      lading("run", "--rm", "--trust", "off", image); // fails at the end: it has no program
      return Math.max(pulled, lading("images"));
    } finally {
      registry.stop(0);
    }
  }

  private int lading(String command, String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = command;
    all[1] = "--data-dir";
    all[2] = directory.get().toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Main.commandLine(surroundings, all).execute(all);
  }

  private void putImage() throws IOException {
    byte[] tar = new byte[END_OF_TAR];
    String layer = put("blobs", gzipped(tar));
    String config =
        put(
            "blobs",
            bytes(
                """
                {"created":"2000-01-01T00:00:00Z","os":"linux","architecture":"%s","config":{"Cmd":["/true"]},
                 "rootfs":{"type":"layers","diff_ids":["%s"]}}"""
                    .formatted(PlatformOption.here().architecture(), digest(tar))));
    byte[] manifest =
        bytes(
            """
            {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}"""
                .formatted(
                    MANIFEST,
                    config.formatted("image.config.v1+json"),
                    layer.formatted("image.layer.v1.tar+gzip")));
    put("manifests", manifest);
    served.put("/v2/a/manifests/v1", manifest);
  }

  /** Its descriptor, but for the type. */
  private String put(String kind, byte[] bytes) {
    served.put("/v2/a/" + kind + "/" + digest(bytes), bytes);
    return "{\"mediaType\":\"application/vnd.oci.%%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(digest(bytes), bytes.length);
  }

  private void answer(HttpExchange http) throws IOException {
    byte[] bytes = served.getOrDefault(http.getRequestURI().getPath(), new byte[0]);
    http.getResponseHeaders().add("Content-Type", MANIFEST);
    http.getResponseHeaders().add("Docker-Content-Digest", digest(bytes).toString());
    boolean isHead = http.getRequestMethod().equals("HEAD");
    if (isHead) {
      http.getResponseHeaders().add("Content-Length", String.valueOf(bytes.length));
    }
    http.sendResponseHeaders(200, isHead || bytes.length == 0 ? -1 : bytes.length);
    if (!isHead) {
      http.getResponseBody().write(bytes);
    }
    http.close();
  }

  private static byte[] gzipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static Digest digest(byte[] bytes) {
    return Digest.of(Algorithm.SHA256, bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
