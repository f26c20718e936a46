package dev.lading.server.http;

import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Response.Header;
import dev.lading.storage.BlobSource;
import dev.lading.storage.BlobSource.LocalFile;
import dev.lading.storage.BlobSource.Redirectable;
import dev.lading.storage.BlobSource.Streamed;
import dev.lading.storage.StorageException;
import dev.lading.storage.StorageUnavailable;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one answer. Called on the request's virtual thread; all that touches the library runs on
 * the event loop. A small answer is handed over and forgotten; the sender of a blob stays until the
 * transfer has ended one way or the other, and then closes the source.
 */
final class AnswerWriter {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);

  /** An unread body up to this is worth reading, to keep the connection. */
  private static final long WORTH_DRAINING = 256 << 10;

  /** Long enough for a client that waits its turn, short enough for a URL that leaks. */
  private static final Duration REDIRECT_VALIDITY = Duration.ofMinutes(20);

  private static final int LONG_BYTES = 64 << 10;

  private static final CharSequence API_VERSION =
      HttpHeaders.createOptimized("Docker-Distribution-Api-Version");
  private static final CharSequence API_VERSION_2 = HttpHeaders.createOptimized("registry/2.0");
  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");

  private final Edge edge;
  private final HttpSocket socket;
  private final Optional<BodyPipe> body;
  private final RequestHead head;
  private final boolean last;
  private final HttpServerResponse out;

  /**
   * @param last whether nothing after this request can be read from its connection
   */
  AnswerWriter(
      Edge edge, HttpSocket socket, Optional<BodyPipe> body, RequestHead head, boolean last) {
    this.edge = edge;
    this.socket = socket;
    this.body = body;
    this.head = head;
    this.last = last && socket.alone();
    this.out = socket.http().response();
  }

  /** Whether the answer is complete, as far as can be said without waiting for the client. */
  boolean send(Response response) {
    if (response.body() instanceof Response.Blob blob) {
      try (BlobSource source = blob.source()) {
        return sendBlob(response, blob, source);
      }
    }
    if (response.body() instanceof Response.Bytes(byte[] bytes) && isLong(bytes)) {
      return copy(response, new ByteArrayInputStream(bytes), bytes.length);
    }
    socket.onLoop(() -> writeSmall(response));
    return true;
  }

  /** What the library would keep for as long as a stream of HTTP/2 takes nothing. */
  private boolean isLong(byte[] bytes) {
    return !socket.alone() && bytes.length > LONG_BYTES && !head.method().equals("HEAD");
  }

  private boolean sendBlob(Response response, Response.Blob blob, BlobSource source) {
    if (head.method().equals("HEAD") || blob.length() == 0) {
      return send(response.with(new Response.Announced(blob.length())));
    }
    return switch (source) {
      case LocalFile file when socket.takesFiles() -> sendFile(response, blob, file);
      case Redirectable elsewhere when edge.settings().redirects() -> redirect(elsewhere);
      case LocalFile file -> copyFile(response, blob, file);
      case Redirectable _, Streamed _ -> copy(response, blob, source);
    };
  }

  /** Nobody is to keep the answer: what it leads to is for this client, and not for long. */
  private boolean redirect(Redirectable source) {
    try {
      return send(
          Response.of(307)
              .with("Location", source.presign(REDIRECT_VALIDITY).toString())
              .with("Cache-Control", "no-store"));
    } catch (StorageException e) {
      return refuse(e);
    }
  }

  /** The kernel copies from the file to the socket. */
  private boolean sendFile(Response response, Response.Blob blob, LocalFile file) {
    if (isTooShort(file, blob.offset() + blob.length())) {
      return refuseTruncated();
    }
    BlobTransfer transfer = new BlobTransfer(socket, edge.settings().limits().idle());
    socket.onLoop(
        () ->
            transfer.follow(
                () -> {
                  socket.cork();
                  writeHead(response, blob.length());
                  return out.sendFile(file.channel(), blob.offset(), blob.length());
                }));
    return transfer.await();
  }

  /** Encrypted, or one of several answers on the connection. */
  private boolean copyFile(Response response, Response.Blob blob, LocalFile file) {
    if (isTooShort(file, blob.offset() + blob.length())) {
      return refuseTruncated();
    }
    return copy(
        response, new FileChunks(file.channel(), blob.offset(), edge.largeChunks()), blob.length());
  }

  private boolean refuseTruncated() {
    LOG.error("request={} the file of a blob is shorter than it was", head.id());
    return send(ErrorResponses.of(new IOException("a blob was truncated"), head.id()));
  }

  /** Asked before the head goes out, which would promise a length that does not come. */
  private static boolean isTooShort(LocalFile file, long end) {
    try {
      return file.channel().size() < end;
    } catch (IOException e) {
      throw new StorageUnavailable("a blob's size cannot be read", e);
    }
  }

  private boolean copy(Response response, Response.Blob blob, BlobSource source) {
    InputStream in;
    try {
      in = begin(blob, source);
    } catch (StorageException e) {
      return refuse(e);
    } catch (IOException e) {
      return refuse(new StorageUnavailable("reading a blob failed", e));
    }
    return copy(response, in, blob.length());
  }

  /** The first bytes are read before the head goes out, so that a failure can still be told. */
  private static InputStream begin(Response.Blob blob, BlobSource source) throws IOException {
    InputStream all = source.open(blob.offset(), blob.length());
    try {
      byte[] first = all.readNBytes((int) Math.min(blob.length(), LONG_BYTES));
      if (first.length == 0) {
        throw new EOFException("a blob has no bytes");
      }
      return new SequenceInputStream(new ByteArrayInputStream(first), all);
    } catch (IOException | StorageException e) {
      all.close();
      throw e;
    }
  }

  private boolean refuse(StorageException failure) {
    LOG.error("request={} a blob cannot be read", head.id(), failure);
    return send(ErrorResponses.of(failure, head.id()));
  }

  /**
   * @param body is closed, if need be with its source
   */
  private boolean copy(Response response, InputStream body, long length) {
    boolean whole = copy(response, new StreamChunks(body, length, socket::alone), length);
    try {
      body.close();
    } catch (IOException e) {
      LOG.warn("request={} the source of a blob could not be closed", head.id(), e);
    }
    return whole;
  }

  private boolean copy(Response response, Chunks chunks, long length) {
    BlobTransfer transfer = new BlobTransfer(socket, edge.settings().limits().idle());
    socket.onLoop(() -> transfer.attempt(() -> writeHead(response, length)));
    return transfer.copy(chunks, length);
  }

  // ---- on the event loop -------------------------------------------------------------------

  private void writeSmall(Response response) {
    if (out.ended() || out.closed()) {
      socket.answered();
      return;
    }
    try {
      write(response);
    } catch (IllegalArgumentException e) {
      // A header that cannot be sent: a mistake of a handler, found only here.
      LOG.error("request={} a header cannot be sent", head.id(), e);
      out.headers().clear();
      write(ErrorResponses.of(e, head.id()));
    }
  }

  private void write(Response response) {
    switch (response.body()) {
      case Response.Empty _ -> {
        boolean bodiless =
            response.status() == 204 || response.status() == 304 || head.method().equals("HEAD");
        end(response, bodiless ? -1 : 0, out::end);
      }
      case Response.Announced(long length) -> end(response, length, out::end);
      case Response.Bytes(byte[] bytes) -> {
        boolean headOnly = head.method().equals("HEAD");
        end(response, bytes.length, headOnly ? out::end : () -> out.end(shared(bytes)));
      }
      case Response.Blob _ -> throw new AssertionError("a blob is no small answer");
    }
  }

  /** Answers that wait share the bytes that are remembered. */
  private static Buffer shared(byte[] bytes) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
  }

  private void end(Response response, long length, Supplier<Future<Void>> end) {
    writeHead(response, length);
    Future<Void> written = end.get();
    if (socket.alone() && !written.isComplete()) {
      written.onComplete(_ -> socket.answered());
    } else {
      socket.answered();
    }
    if (closes()) {
      written.onComplete(_ -> socket.closeSoon());
    }
    if (body.isPresent()) {
      // Also when all of it has come: its last bytes may have found no room and stopped the socket.
      socket.go();
    }
  }

  private boolean closes() {
    return last || body.map(BodyPipe::unread).orElse(0L) > WORTH_DRAINING;
  }

  /**
   * @param length negative for no {@code Content-Length}
   */
  private void writeHead(Response response, long length) {
    out.setStatusCode(response.status());
    MultiMap headers = out.headers();
    for (Header header : response.headers()) {
      add(
          headers,
          header.name(),
          edge.links().outgoing(header.name(), header.value(), head.origin()));
    }
    if (length >= 0) {
      headers.set(HttpHeaders.CONTENT_LENGTH, ascii(Long.toString(length)));
    }
    headers.set(API_VERSION, API_VERSION_2);
    headers.set(REQUEST_ID, ascii(head.id()));
    headers.set(HttpHeaders.DATE, edge.date().value());
    for (Header header : edge.settings().headers()) {
      add(headers, header.name(), header.value());
    }
    if (socket.alone() && closes()) {
      headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  private static void add(MultiMap headers, String name, String value) {
    headers.add(ascii(name), ascii(value));
  }

  /** The library copies these as they are, and anything else letter by letter. */
  private static CharSequence ascii(String text) {
    return new AsciiString(text);
  }
}
