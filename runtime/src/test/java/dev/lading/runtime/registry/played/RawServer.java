package dev.lading.runtime.registry.played;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server that does to its connections what no HTTP library lets one do. */
public final class RawServer implements AutoCloseable {
  /** What is done with one connection, whose request head was read. */
  @FunctionalInterface
  public interface Part {
    void play(Socket connection, List<String> head) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  private RawServer(ServerSocket socket) {
    this.socket = socket;
  }

  public static RawServer start(Part part) {
    return startDeaf((connection, _) -> part.play(connection, head(connection)));
  }

  /** One that reads nothing before it plays. */
  public static RawServer startDeaf(Part part) {
    try {
      var server = new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().start(() -> server.serve(part));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  public int connections() {
    return connections.size();
  }

  /** Says these bytes and then nothing more until the test is over. */
  public static void say(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    connection.getOutputStream().flush();
  }

  /** Returns when the test is over. */
  public void awaitEnd() throws InterruptedException {
    closed.await();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Part part) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> play(part, connection));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private static void play(Part part, Socket connection) {
    try {
      part.play(connection, List.of());
    } catch (IOException | InterruptedException _) {
      // The client hung up, or the test is over.
    }
  }

  private static List<String> head(Socket connection) throws IOException {
    var reader =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
    List<String> lines = new ArrayList<>();
    String line = reader.readLine();
    while (line != null && !line.isEmpty()) {
      lines.add(line);
      line = reader.readLine();
    }
    return lines;
  }
}
