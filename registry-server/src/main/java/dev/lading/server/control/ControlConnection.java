package dev.lading.server.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One client of the control socket, from its request to the last line of the answer. */
final class ControlConnection {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REQUEST_LIMIT_BYTES = 64 * 1024;
  private static final int WRITE_BYTES = 64 * 1024;
  private final SocketChannel channel;
  private final Patience patience;

  ControlConnection(SocketChannel channel, Patience patience) {
    this.channel = channel;
    this.patience = patience;
  }

  /**
   * The request; empty when the client went away without one.
   *
   * @throws ControlRefusal when it is none, or too long
   */
  Optional<JsonNode> request() throws IOException {
    Optional<byte[]> line = line();
    try {
      return line.isEmpty() ? Optional.empty() : Optional.of(JSON.readTree(line.get()));
    } catch (JsonProcessingException e) {
      throw new ControlRefusal("the request is no JSON", e);
    }
  }

  void progress(JsonNode progress) throws IOException {
    write(line("progress", progress));
  }

  void result(JsonNode result) throws IOException {
    write(line("result", result));
  }

  void error(String message) throws IOException {
    write(line("error", JsonNodeFactory.instance.textNode(message)));
  }

  /** What a client is told that is not served at all. */
  static ByteBuffer refusal(String message) {
    return bytes(line("error", JsonNodeFactory.instance.textNode(message)));
  }

  private static ByteBuffer bytes(ObjectNode line) {
    return ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private Optional<byte[]> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer some = ByteBuffer.allocate(4096);
    while (channel.read(some) >= 0) {
      some.flip();
      while (some.hasRemaining()) {
        byte next = some.get();
        if (next == '\n') {
          return Optional.of(line.toByteArray());
        }
        line.write(next);
      }
      if (line.size() > REQUEST_LIMIT_BYTES) {
        throw new ControlRefusal("the request is longer than " + REQUEST_LIMIT_BYTES + " bytes");
      }
      some.clear();
    }
    return Optional.empty();
  }

  private static ObjectNode line(String name, JsonNode value) {
    return JsonNodeFactory.instance.objectNode().set(name, value);
  }

  private void write(ObjectNode line) throws IOException {
    ByteBuffer bytes = bytes(line);
    while (bytes.hasRemaining()) {
      ByteBuffer some = bytes.slice(bytes.position(), Math.min(bytes.remaining(), WRITE_BYTES));
      bytes.position(bytes.position() + channel.write(some));
      patience.renew();
    }
  }
}
