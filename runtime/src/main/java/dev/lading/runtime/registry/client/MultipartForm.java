package dev.lading.runtime.registry.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code multipart/form-data} as notary's client writes it: one part for each role, {@code files}
 * for a name, the role's own name for a file's, slashes and all.
 */
final class MultipartForm {
  private static final int BOUNDARY_BYTES = 30;
  private static final String LINE = "\r\n";

  private final String boundary;
  private final byte[] bytes;

  /**
   * @param boundary in none of the parts
   */
  private MultipartForm(String boundary, byte[] bytes) {
    this.boundary = boundary;
    this.bytes = bytes;
  }

  static MultipartForm of(List<TrustPart> parts, RandomGenerator random) {
    byte[] chosen = new byte[BOUNDARY_BYTES];
    random.nextBytes(chosen);
    String boundary = HexFormat.of().formatHex(chosen);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (TrustPart part : parts) {
      ascii(body, "--" + boundary + LINE);
      ascii(
          body,
          "Content-Disposition: form-data; name=\"files\"; filename=\"" + part.role() + '"' + LINE);
      ascii(body, "Content-Type: application/octet-stream" + LINE + LINE);
      body.writeBytes(part.bytes());
      ascii(body, LINE);
    }
    ascii(body, "--" + boundary + "--" + LINE);
    return new MultipartForm(boundary, body.toByteArray());
  }

  /** The whole body. */
  byte[] bytes() {
    return bytes;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  private static void ascii(ByteArrayOutputStream body, String text) {
    body.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
