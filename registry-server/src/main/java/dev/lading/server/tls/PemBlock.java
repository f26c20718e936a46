package dev.lading.server.tls;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One block of a PEM file (RFC 7468, and the headers of RFC 1421 that old keys have).
 *
 * @param line where it begins, counted from 1
 * @param label what stands behind {@code BEGIN}
 * @param encrypted whether its headers say that the bytes are encrypted
 * @param base64 its bytes, proved to be Base64
 */
record PemBlock(int line, String label, boolean encrypted, String base64) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  /**
   * All blocks, in the order of the file; what stands between them is passed over.
   *
   * @throws UnusableFile when a block has no end, or no Base64 in it
   */
  static List<PemBlock> all(FileContent content) {
    List<String> lines =
        new String(content.bytes(), StandardCharsets.ISO_8859_1)
            .lines()
            .map(String::strip)
            .toList();
    List<PemBlock> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
        String label = line.substring(BEGIN.length(), line.length() - DASHES.length());
        int length = lines.subList(i, lines.size()).indexOf("-----END " + label + DASHES);
        if (length < 0) {
          throw unusable(content, i + 1, "the block that begins here has no end.");
        }
        blocks.add(block(content, i + 1, label, lines.subList(i + 1, i + length)));
        i += length;
      }
    }
    return blocks;
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(base64);
  }

  private static PemBlock block(FileContent content, int line, String label, List<String> lines) {
    StringBuilder base64 = new StringBuilder();
    boolean encrypted = false;
    for (String text : lines) {
      if (text.indexOf(':') < 0) {
        base64.append(text);
      } else {
        encrypted |= text.startsWith("Proc-Type:") && text.endsWith("ENCRYPTED");
      }
    }
    PemBlock block = new PemBlock(line, label, encrypted, base64.toString());
    try {
      byte[] _ = block.bytes();
      return block;
    } catch (IllegalArgumentException e) {
      UnusableFile unusable = unusable(content, line, "the block that begins here is not Base64.");
      unusable.initCause(e);
      throw unusable;
    }
  }

  static UnusableFile unusable(FileContent content, int line, String message) {
    return new UnusableFile(content.file(), List.of(new UnusableFile.Problem(line, message)));
  }
}
