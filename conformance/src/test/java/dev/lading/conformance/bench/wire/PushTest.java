package dev.lading.conformance.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {
  @TempDir private Path directory;

  @Test
  void verify_whenBytesDiffer_isRefused() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0); // of unknown length: chunked
          exchange.getResponseBody().write("served".getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    try (Connection connection = Connection.open(server.getAddress().getPort())) {
      Push.verify(connection, "/", Content.of("served".getBytes(UTF_8)).digest());
      String other = Content.of("pushed".getBytes(UTF_8)).digest();
      assertThatThrownBy(() -> Push.verify(connection, "/", other))
          .isInstanceOf(UnexpectedAnswer.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void uniqueFile_next_isTheDigestOfNewContent() throws IOException {
    Path path = directory.resolve("file");
    try (var file = UniqueFile.create(path, 2 * 1024 * 1024, new Random(1))) {
      String first = file.next();
      assertThat(Content.of(Files.readAllBytes(path)).digest()).isEqualTo(first);
      assertThat(file.hash()).isEqualTo(first);
      assertThat(file.next()).isNotEqualTo(first);
      assertThat(Content.of(Files.readAllBytes(path)).digest()).isNotEqualTo(first);
    }
  }
}
