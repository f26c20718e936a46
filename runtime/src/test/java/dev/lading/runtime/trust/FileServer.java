package dev.lading.runtime.trust;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The files of one set of trust data, on the loopback, under every repository's name. Mutable. */
final class FileServer implements AutoCloseable {
  private static final String PREFIX = "/v2/.+/_trust/tuf/";

  private final HttpServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, Integer> failing = new ConcurrentHashMap<>();
  private final Map<String, Runnable> before = new ConcurrentHashMap<>();

  FileServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * @param file its name without {@code .json}
   */
  void put(String file, byte[] bytes) {
    files.put(file, bytes);
  }

  /** The file is answered with this status. */
  void fail(String file, int status) {
    failing.put(file, status);
  }

  /** Something happens when the file is first asked for, and is answered after that. */
  void before(String file, Runnable event) {
    before.put(file, event);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange http) throws IOException {
    String path = http.getRequestURI().getPath();
    String file = path.replaceFirst(PREFIX, "").replaceFirst("\\.json$", "");
    Optional.ofNullable(before.remove(file)).ifPresent(Runnable::run);
    byte[] bytes = path.equals("/v2/") ? new byte[] {'{', '}'} : files.get(file);
    int status = failing.getOrDefault(file, bytes == null ? 404 : 200);
    if (status == 200 && bytes != null) {
      http.sendResponseHeaders(200, bytes.length);
      http.getResponseBody().write(bytes);
    } else {
      http.sendResponseHeaders(status, -1);
    }
    http.close();
  }
}
