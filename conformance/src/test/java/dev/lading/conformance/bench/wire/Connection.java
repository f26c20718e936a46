package dev.lading.conformance.bench.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One keep-alive connection to a server on the loopback interface. Mutable, for one thread at a
 * time. Blocking; an interrupt closes it, which is how a row that takes too long is ended.
 */
public final class Connection implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final SocketChannel channel;
  private final int port;
  private final ByteBuffer in;

  /** Receives a body piece by piece; a buffer is valid during the call only. */
  public interface Sink {
    void accept(ByteBuffer piece);
  }

  private Connection(SocketChannel channel, int port, int bufferBytes) {
    this.channel = channel;
    this.port = port;
    this.in = ByteBuffer.allocateDirect(bufferBytes).limit(0);
  }

  public static Connection open(int port) throws IOException {
    return open(port, BUFFER_BYTES);
  }

  /** A connection with a smaller buffer, for those that are opened by the hundred. */
  public static Connection open(int port, int bufferBytes) throws IOException {
    return open(port, bufferBytes, InetAddress.getLoopbackAddress());
  }

  /** The same from this address of the loopback interface. */
  public static Connection open(int port, int bufferBytes, InetAddress from) throws IOException {
    var channel = SocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(from, 0));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      requireSomebodyElse(channel);
      return new Connection(channel, port, bufferBytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Sends the request and reads the whole answer into memory. */
  public Response exchange(Request request) throws IOException {
    var body = new ByteArrayOutputStream();
    Response head =
        exchange(
            request,
            piece -> {
              byte[] bytes = new byte[piece.remaining()];
              piece.get(bytes);
              body.writeBytes(bytes);
            });
    return new Response(head.status(), head.headers(), body.toByteArray());
  }

  /**
   * Sends the request and hands the answer's body to the sink; the response returned has an empty
   * body.
   */
  public Response exchange(Request request, Sink sink) throws IOException {
    new Body.Bytes(request.head(port).getBytes(ISO_8859_1)).writeTo(channel);
    request.body().writeTo(channel);
    Response head = readHead();
    while (head.status() < 200) {
      head = readHead();
    }
    if (!request.method().equals("HEAD") && head.status() != 204 && head.status() != 304) {
      readBody(head, sink);
    }
    return head;
  }

  /** Whether the server has closed this idle connection. Does not wait. */
  public boolean closedByServer() throws IOException {
    channel.configureBlocking(false);
    try {
      return channel.read(in.clear()) < 0;
    } catch (SocketException e) {
      return true; // closed with a reset
    } finally {
      in.limit(0);
      channel.configureBlocking(true);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Where nobody listens yet, a connection may by chance come from the port it goes to. */
  private static void requireSomebodyElse(SocketChannel channel) throws IOException {
    if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
      throw new ConnectException("nobody listens: connected to itself");
    }
  }

  private Response readHead() throws IOException {
    String statusLine = readLine();
    int status = Integer.parseInt(statusLine, 9, 12, 10);
    Map<String, String> headers = new HashMap<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Response(status, headers, new byte[0]);
  }

  private void readBody(Response head, Sink sink) throws IOException {
    if (head.header("transfer-encoding").isPresent()) {
      for (long size = chunkSize(); size > 0; size = chunkSize()) {
        readExactly(size, sink);
        readLine();
      }
      readLine();
    } else {
      readExactly(Long.parseLong(head.header("content-length").orElse("0")), sink);
    }
  }

  private long chunkSize() throws IOException {
    return Long.parseLong(readLine(), 16);
  }

  private void readExactly(long size, Sink sink) throws IOException {
    long left = size;
    while (left > 0) {
      fill();
      int taken = (int) Math.min(left, in.remaining());
      sink.accept(in.slice(in.position(), taken));
      in.position(in.position() + taken);
      left -= taken;
    }
  }

  private String readLine() throws IOException {
    var line = new StringBuilder(64);
    while (true) {
      fill();
      char c = (char) (in.get() & 0xff);
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append(c);
      }
    }
  }

  private void fill() throws IOException {
    if (!in.hasRemaining()) {
      in.clear();
      int count = channel.read(in);
      in.flip();
      if (count < 0) {
        throw new EOFException("the server closed the connection");
      }
    }
  }
}
