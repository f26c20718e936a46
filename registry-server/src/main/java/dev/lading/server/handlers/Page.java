package dev.lading.server.handlers;

import dev.lading.server.exchange.Query;
import dev.lading.server.exchange.RequestException.PaginationMalformed;
import dev.lading.server.exchange.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What part of a listing is asked for: {@code n} names behind {@code last}.
 *
 * @param size how many to answer; the client's {@code n} or our own bound, whichever is smaller
 */
record Page(int size, Optional<String> last) {
  private static final int DIGITS = 9;

  /**
   * @throws PaginationMalformed when {@code n} is not a whole number from zero up
   */
  static Page of(Query query, int bound) {
    Optional<String> last = query.first("last").filter(text -> !text.isEmpty());
    return new Page(query.first("n").map(n -> Math.min(parse(n), bound)).orElse(bound), last);
  }

  /** One more than the page holds, so that it shows whether there are more. */
  int lookAhead() {
    return size == 0 ? 0 : size + 1;
  }

  /** The names of this page, out of those looked at. */
  List<String> of(List<String> names) {
    return names.size() > size ? names.subList(0, size) : names;
  }

  /** Adds the {@code Link} to the next page when there is one. */
  Response linked(Response response, String path, List<String> lookedAt) {
    if (lookedAt.size() <= size) {
      return response;
    }
    String last = URLEncoder.encode(lookedAt.get(size - 1), StandardCharsets.UTF_8);
    return response.with("Link", "<" + path + "?n=" + size + "&last=" + last + ">; rel=\"next\"");
  }

  private static int parse(String n) {
    if (n.isEmpty() || !n.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new PaginationMalformed(n);
    }
    return n.length() > DIGITS ? Integer.MAX_VALUE : Integer.parseInt(n);
  }
}
