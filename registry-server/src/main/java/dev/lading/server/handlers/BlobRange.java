package dev.lading.server.handlers;

import dev.lading.content.Digest;
import dev.lading.server.exchange.Request;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code Range} header asks of a blob (RFC 9110, 14.2). Other units, several ranges and what
 * is no range at all are ignored, as the RFC has it; a range that ends before it starts is refused,
 * as the conformance suite wants it.
 */
sealed interface BlobRange {
  record Whole() implements BlobRange {}

  record Part(long offset, long length) implements BlobRange {}

  record Unsatisfiable() implements BlobRange {}

  Pattern ONE_RANGE = Pattern.compile("bytes=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");

  static BlobRange of(Request request, Digest digest, long size) {
    Optional<String> range = request.headers().first("Range");
    boolean changed =
        request
            .headers()
            .first("If-Range")
            .filter(tag -> !tag.equals(EntityTag.of(digest)))
            .isPresent();
    return range.isEmpty() || changed ? new Whole() : parse(range.get(), size);
  }

  private static BlobRange parse(String text, long size) {
    Matcher range = ONE_RANGE.matcher(text);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return new Whole();
    }
    if (range.group(1).isEmpty()) {
      return suffix(Long.parseLong(range.group(2)), size);
    }
    long first = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
    return first >= size || last < first
        ? new Unsatisfiable()
        : new Part(first, Math.min(last, size - 1) - first + 1);
  }

  private static BlobRange suffix(long count, long size) {
    long length = Math.min(count, size);
    return length == 0 ? new Unsatisfiable() : new Part(size - length, length);
  }
}
