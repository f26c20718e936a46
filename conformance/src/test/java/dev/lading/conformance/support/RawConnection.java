package dev.lading.conformance.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One TCP connection on which a test writes whatever it likes, and reads HTTP/1.1 answers. Reads
 * fail after a minute. For one thread.
 */
public final class RawConnection implements Closeable {
  private static final Duration READ_LIMIT = Duration.ofSeconds(10);

  private final Socket socket;
  private final InputStream in;
  private final String host;
  private final Findings findings;

  private RawConnection(Socket socket, String host, Findings findings) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.host = host;
    this.findings = findings;
  }

  public static RawConnection to(URI registry, Findings findings) throws IOException {
    var socket = new Socket(registry.getHost(), registry.getPort());
    socket.setSoTimeout((int) READ_LIMIT.toMillis());
    socket.setTcpNoDelay(true);
    return new RawConnection(socket, registry.getAuthority(), findings);
  }

  /** Writes a request head with a {@code Host}, and the blank line that ends it. */
  public RawConnection head(String requestLine, String... headerLines) throws IOException {
    var text = new StringBuilder(requestLine).append("\r\nHost: ").append(host).append("\r\n");
    for (String line : headerLines) {
      text.append(line).append("\r\n");
    }
    return write(text.append("\r\n").toString());
  }

  /** Writes text as Latin-1, so that any byte can be said. */
  public RawConnection write(String text) throws IOException {
    return write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawConnection write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Says that nothing more will be written. */
  public RawConnection endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /**
   * Reads one answer, with its body unless it can have none.
   *
   * @param method that of the request it answers, as {@code HEAD} has no body
   * @param target as sent, for messages
   * @throws EOFException when the connection is closed before or within the answer
   */
  public Answer answer(String method, String target) throws IOException {
    String[] statusLine = line().split(" ", 3);
    if (statusLine.length < 2 || !statusLine[0].startsWith("HTTP/")) {
      throw new AssertionError("no HTTP answer but: " + String.join(" ", statusLine));
    }
    int status = Integer.parseInt(statusLine[1]);
    List<Request.Header> headers = headers();
    boolean bodiless = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
    byte[] body = bodiless ? new byte[0] : body(headers);
    var answer = new Answer(Request.of(method, target), status, headers, body, findings);
    if (status >= 200) {
      Promises.note(answer);
    }
    return answer;
  }

  /**
   * Whether the other side ends the connection, within the read limit; what it still sends is
   * dropped.
   */
  public boolean ends() throws IOException {
    try {
      while (in.read() >= 0) {
        // drop it
      }
      return true;
    } catch (java.net.SocketTimeoutException _) {
      return false;
    } catch (java.net.SocketException _) {
      return true;
    }
  }

  /** Reads fail after this long. */
  public RawConnection readLimit(Duration limit) throws IOException {
    socket.setSoTimeout((int) limit.toMillis());
    return this;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private List<Request.Header> headers() throws IOException {
    var headers = new ArrayList<Request.Header>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.add(new Request.Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return headers;
  }

  private byte[] body(List<Request.Header> headers) throws IOException {
    String length = "";
    for (Request.Header header : headers) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (name.equals("transfer-encoding")) {
        return chunks();
      }
      length = name.equals("content-length") ? header.value() : length;
    }
    return length.isEmpty() ? in.readAllBytes() : exactly(Integer.parseInt(length));
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.write(exactly(size));
      line();
    }
    headers();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0], 16);
  }

  private byte[] exactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException(
          "the connection ended after " + bytes.length + " of " + size + " bytes");
    }
    return bytes;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended after \"" + line + "\"");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }
}
