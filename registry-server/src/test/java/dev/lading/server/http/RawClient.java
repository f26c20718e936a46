package dev.lading.server.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client that sends exactly what it is told, also what no HTTP library would send. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /** One answer; the body only as far as {@code Content-Length} goes. */
  record Answer(int status, List<String> headers, String body) {
    Optional<String> header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst();
    }
  }

  RawClient(int port) throws IOException {
    this("127.0.0.1", port);
  }

  RawClient(String host, int port) throws IOException {
    this(new Socket(host, port));
  }

  /** Over TLS; the handshake is over on return, as far as the client can tell. */
  RawClient(int port, SSLContext tls) throws IOException {
    this(handshaken((SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port)));
  }

  private static Socket handshaken(SSLSocket socket) throws IOException {
    socket.startHandshake();
    return socket;
  }

  RawClient(Socket connected) throws IOException {
    socket = connected;
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** Lines are ended as HTTP wants it. */
  RawClient send(String text) throws IOException {
    out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return this;
  }

  RawClient send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  Answer answer() throws IOException {
    Answer head = head();
    int length =
        head.status() < 200 ? 0 : head.header("Content-Length").map(Integer::parseInt).orElse(0);
    return new Answer(
        head.status(), head.headers(), new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  /** An answer whose body is still to be read. */
  Answer head() throws IOException {
    String status = line();
    List<String> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      headers.add(line);
    }
    return new Answer(Integer.parseInt(status.split(" ", 3)[1]), headers, "");
  }

  /** So many bytes of a body, and no fewer. */
  byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("closed after " + bytes.length + " bytes");
    }
    return bytes;
  }

  /** Reads what there is to read, until the other side closes or resets the connection. */
  boolean closedByPeer() throws IOException {
    try {
      in.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("closed after '" + line.toString(StandardCharsets.UTF_8) + "'");
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  int read() throws IOException {
    return in.read();
  }

  /** Ends the connection at once, as a killed client does. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
