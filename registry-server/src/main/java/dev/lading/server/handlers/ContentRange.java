package dev.lading.server.handlers;

import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.RequestException.ContentRangeMalformed;
import dev.lading.server.exchange.RequestException.LengthMismatch;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Content-Range: first-last} of a chunk: the OCI form, without a unit. */
record ContentRange(long first, long last) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

  /**
   * Where the chunk says that it starts; empty when it says nothing.
   *
   * @throws ContentRangeMalformed when the header is no range
   * @throws LengthMismatch when it is not as long as the body says it is
   */
  static OptionalLong offset(Request request) {
    Optional<String> header = request.headers().first("Content-Range");
    if (header.isEmpty()) {
      return OptionalLong.empty();
    }
    ContentRange range = parse(header.get());
    OptionalLong length = request.body().declaredLength();
    if (length.isPresent() && length.getAsLong() != range.length()) {
      throw new LengthMismatch(range.length(), length.getAsLong());
    }
    return OptionalLong.of(range.first());
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
