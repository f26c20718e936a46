package dev.lading.server.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives one command to the registry that runs on a directory. */
public final class ControlClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final SocketChannel channel;

  private ControlClient(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects to the registry.
   *
   * @param directory of its own files: {@code lading} below the root
   * @return empty when none takes commands there; one may run all the same
   * @throws ControlRefusal when one does, and not from this user
   */
  public static Optional<ControlClient> connect(Path directory) {
    try {
      Optional<Path> socket = SocketPlace.find(directory);
      return socket.isEmpty() ? Optional.empty() : Optional.of(to(socket.get()));
    } catch (ConnectException _) {
      return Optional.empty(); // left by a registry that was killed
    } catch (IOException e) {
      throw new UncheckedIOException("the registry at " + directory + " cannot be asked", e);
    }
  }

  /**
   * Gives a command and waits for its end. To be called once.
   *
   * @return the result
   * @throws ControlRefusal when there is none, with the registry's reason
   */
  public JsonNode ask(String command, JsonNode arguments, Consumer<JsonNode> progress) {
    try {
      ObjectNode request = JsonNodeFactory.instance.objectNode().put("command", command);
      request.set("arguments", arguments);
      send((request + "\n").getBytes(StandardCharsets.UTF_8));
      return answer(progress);
    } catch (IOException e) {
      throw new UncheckedIOException("the registry went away", e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("letting go of the registry failed", e);
    }
  }

  private static ControlClient to(Path socket) throws IOException {
    if (!Files.isWritable(socket)) {
      throw new ControlRefusal(
          socket + " belongs to another user. Ask as the user that the registry runs as, or root.");
    }
    return new ControlClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  private void send(byte[] request) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(request);
    while (left.hasRemaining()) {
      int _ = channel.write(left);
    }
  }

  private JsonNode answer(Consumer<JsonNode> progress) throws IOException {
    BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode told = JSON.readTree(line);
      if (told.has("result")) {
        return told.get("result");
      } else if (told.has("error")) {
        throw new ControlRefusal(told.get("error").asText());
      }
      progress.accept(told.path("progress"));
    }
    throw new ControlRefusal("the registry ended before it had answered; its log may tell more");
  }
}
