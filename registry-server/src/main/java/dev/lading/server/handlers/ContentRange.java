package dev.lading.server.handlers;

import dev.lading.content.Chunks;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.RequestException.ContentRangeMalformed;
import dev.lading.server.exchange.RequestException.LengthMismatch;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Content-Range: first-last} of a chunk: the OCI form, without a unit. */
record ContentRange(long first, long last) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

  /**
   * What the chunk says of itself; empty when it says nothing.
   *
   * @throws ContentRangeMalformed when the header is no range
   * @throws LengthMismatch when it is not as long as the body says it is
   */
  static Optional<ContentRange> of(Request request) {
    Optional<ContentRange> range =
        request.headers().first("Content-Range").map(ContentRange::parse);
    OptionalLong length = request.body().declaredLength();
    if (range.isPresent() && length.isPresent()) {
      range.get().requireLength(length.getAsLong());
    }
    return range;
  }

  /** The body, refused where it turns out longer or shorter than the range. */
  Chunks chunks(Chunks body) {
    return new Chunks() {
      private long count;

      @Override
      public OptionalLong declaredLength() {
        return OptionalLong.of(length());
      }

      @Override
      public Optional<ByteBuffer> next() {
        Optional<ByteBuffer> next = body.next();
        count += next.map(ByteBuffer::remaining).orElse(0);
        if (next.isEmpty() || count > length()) {
          requireLength(count);
        }
        return next;
      }
    };
  }

  private void requireLength(long actual) {
    if (actual != length()) {
      throw new LengthMismatch(length(), actual);
    }
  }

  private static ContentRange parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new ContentRangeMalformed(text);
    }
    ContentRange range =
        new ContentRange(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)));
    if (range.last() < range.first()) {
      throw new ContentRangeMalformed(text);
    }
    return range;
  }

  private long length() {
    return last - first + 1;
  }
}
