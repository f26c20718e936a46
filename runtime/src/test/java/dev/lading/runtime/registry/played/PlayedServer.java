package dev.lading.runtime.registry.played;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lading.runtime.registry.RegistryHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** A server on the loopback that answers as it is told, 404 otherwise, and remembers who asked. */
public final class PlayedServer implements AutoCloseable {
  /** What a test does with one request. */
  @FunctionalInterface
  public interface Part {
    void play(Exchange exchange) throws IOException;
  }

  /** A request as it came. */
  public record Seen(String line, Map<String, List<String>> headers, String text) {
    /** Empty when it was not there. */
    public String header(String name) {
      return String.join(", ", headers.getOrDefault(name, List.of()));
    }
  }

  /** One request being answered. */
  public record Exchange(HttpExchange http, Seen seen) {
    public Exchange with(String header, String value) {
      http.getResponseHeaders().add(header, value);
      return this;
    }

    public void answer(int status, String body) throws IOException {
      answer(status, body.getBytes(StandardCharsets.UTF_8));
    }

    public void answer(int status, byte[] body) throws IOException {
      boolean isHead = http.getRequestMethod().equals("HEAD");
      if (isHead) {
        with("Content-Length", String.valueOf(body.length));
      }
      http.sendResponseHeaders(status, isHead || body.length == 0 ? -1 : body.length);
      if (!isHead && body.length > 0) {
        http.getResponseBody().write(body);
      }
      http.close();
    }

    /** Says {@code length} and sends what it has, then hangs up. */
    public void cutShort(int status, byte[] body, long length) throws IOException {
      http.sendResponseHeaders(status, length);
      http.getResponseBody().write(body);
      http.getResponseBody().flush();
      http.close();
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Part> parts = new ConcurrentHashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  private PlayedServer(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::play);
    server.start();
  }

  public static PlayedServer start() {
    try {
      return new PlayedServer(HttpServer.create(anyPort(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Over TLS. */
  public static PlayedServer start(HttpsConfigurator configurator) {
    try {
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(configurator);
      return new PlayedServer(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static PlayedServer start(SSLContext context) {
    return start(new HttpsConfigurator(context));
  }

  /**
   * @param line method and path, without a query
   */
  public PlayedServer on(String line, Part part) {
    parts.put(line, part);
    return this;
  }

  public RegistryHost host() {
    return RegistryHost.parse("127.0.0.1:" + port());
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** Methods and paths with queries, in their order. */
  public List<String> lines() {
    return seen.stream().map(Seen::line).collect(Collectors.toList());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void play(HttpExchange http) throws IOException {
    try (InputStream body = http.getRequestBody()) {
      String method = http.getRequestMethod();
      Seen request =
          new Seen(
              method + " " + http.getRequestURI(),
              Map.copyOf(http.getRequestHeaders()),
              new String(body.readAllBytes(), StandardCharsets.UTF_8));
      seen.add(request);
      Part part = parts.get(method + " " + http.getRequestURI().getPath());
      Exchange exchange = new Exchange(http, request);
      if (part == null) {
        exchange.answer(404, "{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"none\"}]}");
      } else {
        part.play(exchange);
      }
    }
  }
}
