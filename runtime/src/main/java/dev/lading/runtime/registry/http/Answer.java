package dev.lading.runtime.registry.http;

import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.RegistryException.TooLarge;
import dev.lading.runtime.registry.RegistryException.Unreachable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An answer whose body is still to be read. Who got it closes it; a body read to its end leaves its
 * connection to the next request.
 */
public final class Answer implements AutoCloseable {
  private final URI uri;
  private final int status;
  private final HttpHeaders headers;
  private final ReceivedBody body;

  Answer(URI uri, int status, HttpHeaders headers, ReceivedBody body) {
    this.uri = uri;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Who answered: after redirects not who was asked. */
  public URI uri() {
    return uri;
  }

  public int status() {
    return status;
  }

  public boolean isSuccess() {
    return status / 100 == 2;
  }

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** All lines of a header. */
  public List<String> headers(String name) {
    return headers.allValues(name);
  }

  /**
   * {@code Content-Length}, if there is one.
   *
   * @throws BadAnswer when it is no number of bytes
   */
  public OptionalLong length() {
    Optional<String> text = header("Content-Length");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long length = Long.parseLong(text.get());
      if (length >= 0) {
        return OptionalLong.of(length);
      }
    } catch (NumberFormatException e) {
      throw new BadAnswer(uri, "Content-Length is no number", e);
    }
    throw new BadAnswer(uri, "Content-Length is negative");
  }

  /** Its reads throw what {@link ReceivedBody} says; closed by closing the answer. */
  public InputStream body() {
    return body;
  }

  /**
   * The whole body.
   *
   * @throws TooLarge when it is longer than that; nothing more is read
   */
  public byte[] read(int limitBytes) {
    if (length().orElse(0) > limitBytes) {
      throw new TooLarge(uri, limitBytes);
    }
    return readUpTo(limitBytes).orElseThrow(() -> new TooLarge(uri, limitBytes));
  }

  /** The whole body, or nothing of one that is longer than that. */
  public Optional<byte[]> readUpTo(int limitBytes) {
    try {
      return body.readAll(limitBytes);
    } catch (IOException e) {
      throw new Unreachable(uri, e);
    }
  }

  @Override
  public void close() {
    body.close();
  }
}
