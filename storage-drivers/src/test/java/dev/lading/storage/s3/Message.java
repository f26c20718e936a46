package dev.lading.storage.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request of HTTP/1.1, or an answer, as it came.
 *
 * @param body chunks with their sizes, if that is how it came
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Message(String firstLine, List<String> headers, byte[] body) {

  /** Reads a request; a body that waits to be asked for is asked for. */
  static Message request(InputStream in, OutputStream out) throws IOException {
    Message head = head(in);
    if (head.hasHeader("expect")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
      out.flush();
    }
    List<String> kept = head.headers().stream().filter(h -> !isOf(h, "expect")).toList();
    return new Message(head.firstLine(), kept, new byte[0]).withBody(in);
  }

  /**
   * @param hasBody false for the answer to a HEAD, whatever its headers say
   */
  static Message reply(InputStream in, boolean hasBody) throws IOException {
    Message head = head(in);
    return hasBody ? head.withBody(in) : head;
  }

  String method() {
    return firstLine.substring(0, firstLine.indexOf(' '));
  }

  String target() {
    return firstLine.substring(firstLine.indexOf(' ') + 1, firstLine.lastIndexOf(' '));
  }

  boolean hasHeader(String name) {
    return header(name).isPresent();
  }

  byte[] head() {
    String lines = firstLine + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    return lines.getBytes(ISO_8859_1);
  }

  private Optional<String> header(String name) {
    return headers.stream()
        .filter(h -> isOf(h, name))
        .map(h -> h.substring(name.length() + 1).strip())
        .findFirst();
  }

  private static boolean isOf(String header, String name) {
    return header.toLowerCase(Locale.ROOT).startsWith(name + ":");
  }

  private Message withBody(InputStream in) throws IOException {
    if (hasHeader("transfer-encoding")) {
      return new Message(firstLine, headers, chunks(in));
    }
    int length = Integer.parseInt(header("content-length").orElse("0"));
    return new Message(firstLine, headers, exactly(length, in));
  }

  private static Message head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    String line = line(in);
    while (!line.equals("\r\n")) {
      head.write(line.getBytes(ISO_8859_1));
      line = line(in);
    }
    List<String> lines = head.toString(ISO_8859_1).lines().toList();
    return new Message(lines.getFirst(), lines.subList(1, lines.size()), new byte[0]);
  }

  /** As they are, to the last one. */
  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    int size;
    do {
      String line = line(in);
      size = Integer.parseInt(line.strip(), 16);
      raw.write(line.getBytes(ISO_8859_1));
      raw.write(exactly(size + 2, in));
    } while (size > 0);
    return raw.toByteArray();
  }

  private static byte[] exactly(int length, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      line.append((char) next);
      if (next == '\n') {
        return line.toString();
      }
    }
    throw new EOFException();
  }
}
