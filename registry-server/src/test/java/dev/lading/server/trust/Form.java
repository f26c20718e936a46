package dev.lading.server.trust;

import dev.lading.trust.metadata.SignedMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A form as Go writes it, which notary's clients are written in. */
public final class Form {
  private static final String BOUNDARY = "0123456789abcdef".repeat(3) + "0123456789ab";
  public static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  private Form() {}

  /** What notary would send for these files, by role. */
  public static String of(Map<String, SignedMetadata> files) {
    StringBuilder form = new StringBuilder();
    files.forEach((role, file) -> form.append(part(role, text(file))));
    return form.append(end()).toString();
  }

  /** One part, without anything behind its last line. */
  public static String part(String filename, String content) {
    return part(
        "Content-Disposition: form-data; name=\"files\"; filename=\""
            + filename
            + "\"\r\nContent-Type: application/octet-stream",
        content,
        BOUNDARY);
  }

  /** One part with a head of any lines. */
  static String partWithHead(String head, String content) {
    return part(head, content, BOUNDARY);
  }

  public static String end() {
    return "--" + BOUNDARY + "--\r\n";
  }

  private static String part(String head, String content, String boundary) {
    return "--" + boundary + "\r\n" + head + "\r\n\r\n" + content + "\r\n";
  }

  private static String text(SignedMetadata file) {
    return new String(file.bytes(), StandardCharsets.UTF_8);
  }
}
