package dev.lading.server.http;

import dev.lading.server.exchange.Handler;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;

/** Uploads to a route that a test gives, and what is to be said of their bytes. */
final class Uploads {
  static final String TARGET = "/v2/a/blobs/uploads/1";

  private Uploads() {}

  static ServedRoutes.Table answeredBy(Handler handler) {
    return ServedRoutes.table()
        .route(Method.PUT, "/v2/<name>/blobs/uploads/<id>", handler)
        .route(Method.GET, "/v2/", _ -> Response.json(200, "{}"));
  }

  /** The head of a PUT with one more header line. */
  static String head(String line) {
    return "PUT " + TARGET + " HTTP/1.1\nHost: x\n" + line + "\n\n";
  }

  /** A handler that reads all and says what it read. */
  static Response digest(Request request) {
    MessageDigest digest = sha256();
    long size = 0;
    for (Optional<ByteBuffer> piece = request.body().next();
        piece.isPresent();
        piece = request.body().next()) {
      size += piece.get().remaining();
      digest.update(piece.get());
    }
    return Response.json(201, size + " " + HexFormat.of().formatHex(digest.digest()));
  }

  /** What {@link #digest} says of these bytes. */
  static String saidOf(byte[] sent) {
    return sent.length + " " + HexFormat.of().formatHex(sha256().digest(sent));
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
