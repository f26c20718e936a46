package dev.lading.server.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.server.exchange.TrustRefusal;
import dev.lading.trust.publish.UploadedPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the body of a form (RFC 7578, RFC 2046 section 5.1), as notary's clients and HTTP libraries
 * write it: without anything before the first boundary or behind the last, and with nothing
 * encoded. Of several readings of one body there is none here; whatever could have another is
 * refused. File names keep their slashes, for they name roles. Mutable, and for one body.
 */
final class Multipart {
  private static final int LONGEST_HEAD_BYTES = 4 << 10;
  private static final byte[] END_OF_LINE = {'\r', '\n'};
  private static final byte[] DASHES = {'-', '-'};
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
  private static final Pattern BOUNDARY =
      Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final List<String> PLAIN = List.of("7bit", "8bit", "binary");

  private final byte[] body;
  private final byte[] delimiter;
  private int at;

  private Multipart(byte[] body, String boundary) {
    this.body = body;
    this.delimiter = ("\r\n--" + boundary).getBytes(US_ASCII);
  }

  /**
   * @param mostParts how many are taken; one more is read, for whoever says that it is too many
   * @return the parts in their order; one without a file name has an empty one
   * @throws TrustRefusal when it is no form, or not a proper one
   */
  static List<UploadedPart> read(String contentType, byte[] body, int mostParts) {
    String boundary =
        ParameterizedValue.parse(contentType)
            .filter(type -> type.value().equals("multipart/form-data"))
            .flatMap(type -> type.parameter("boundary"))
            .filter(text -> BOUNDARY.matcher(text).matches())
            .orElseThrow(Refusals::malformedUpload);
    return new Multipart(body, boundary).parts(mostParts);
  }

  private List<UploadedPart> parts(int most) {
    List<UploadedPart> parts = new ArrayList<>();
    skipFirstDelimiter();
    while (parts.size() <= most && !isNext(DASHES)) {
      parts.add(part());
    }
    if (parts.size() <= most) {
      at += DASHES.length;
      requireEnd();
    }
    return parts;
  }

  /** Go writes a form without parts with an end of line before its only delimiter. */
  private void skipFirstDelimiter() {
    byte[] bare = Arrays.copyOfRange(delimiter, END_OF_LINE.length, delimiter.length);
    if (!skip(bare) && !skip(delimiter)) {
      throw Refusals.malformedUpload();
    }
  }

  private void requireEnd() {
    boolean _ = skip(END_OF_LINE);
    if (at != body.length) {
      throw Refusals.malformedUpload();
    }
  }

  private UploadedPart part() {
    Map<String, String> head = head();
    if (!PLAIN.contains(
        head.getOrDefault("content-transfer-encoding", "binary").toLowerCase(Locale.ROOT))) {
      throw Refusals.malformedUpload();
    }
    int end = indexOf(delimiter, at, body.length);
    byte[] content = Arrays.copyOfRange(body, at, end);
    at = end + delimiter.length;
    return new UploadedPart(filename(head), content);
  }

  /** Behind it, the content begins. */
  private Map<String, String> head() {
    if (!isNext(END_OF_LINE)) {
      throw Refusals.malformedUpload();
    }
    if (skip(END_OF_HEAD)) {
      return Map.of();
    }
    at += END_OF_LINE.length;
    int end = indexOf(END_OF_HEAD, at, Math.min(body.length, at + LONGEST_HEAD_BYTES));
    String text = new String(body, at, end - at, UTF_8);
    at = end + END_OF_HEAD.length;
    Map<String, String> head = new HashMap<>();
    for (String line : text.split("\r\n", -1)) {
      addTo(head, line);
    }
    return head;
  }

  private static void addTo(Map<String, String> head, String line) {
    int colon = line.indexOf(':');
    String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
    boolean isGood =
        HEADER_NAME.matcher(name).matches()
            && line.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
    if (!isGood || head.put(name, line.substring(colon + 1).strip()) != null) {
      throw Refusals.malformedUpload();
    }
  }

  private static String filename(Map<String, String> head) {
    Optional<String> header = Optional.ofNullable(head.get("content-disposition"));
    if (header.isEmpty()) {
      return "";
    }
    ParameterizedValue disposition =
        ParameterizedValue.parse(header.get())
            .filter(value -> value.value().equals("form-data"))
            .filter(value -> value.parameter("filename*").isEmpty())
            .orElseThrow(Refusals::malformedUpload);
    return disposition.parameter("filename").orElse("");
  }

  private boolean skip(byte[] expected) {
    boolean isNext = isNext(expected);
    at += isNext ? expected.length : 0;
    return isNext;
  }

  private boolean isNext(byte[] expected) {
    return startsWith(expected, at);
  }

  private boolean startsWith(byte[] expected, int from) {
    return from + expected.length <= body.length
        && Arrays.equals(body, from, from + expected.length, expected, 0, expected.length);
  }

  /** A delimiter has its first character nowhere else, so that each byte is looked at once. */
  private int indexOf(byte[] wanted, int from, int to) {
    for (int i = from; i + wanted.length <= to; i++) {
      if (body[i] == wanted[0] && startsWith(wanted, i)) {
        return i;
      }
    }
    throw Refusals.malformedUpload();
  }
}
