package dev.lading.server.handlers;

import dev.lading.content.Digest;
import dev.lading.content.Precondition;
import dev.lading.server.exchange.Request;
import java.util.List;

/** The ETag of content is its digest. */
final class EntityTag {
  private EntityTag() {}

  static String of(Digest digest) {
    return "\"" + digest + "\"";
  }

  /**
   * Whether the client says that it has these bytes. Old docker clients send the tag without its
   * quotes.
   */
  static boolean isKnown(Request request, Digest digest) {
    return isNamed(request.headers().all("If-None-Match"), digest);
  }

  /**
   * What {@code If-Match} and {@code If-None-Match} ask of a change, the digest with or without its
   * quotes. What cannot be understood is not met.
   *
   * <p>DEVIATION: a weak tag counts as well. It is a digest still, and a proxy that compresses
   * answers makes tags weak.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1">RFC 9110, 13.1</a>
   */
  static Precondition precondition(Request request) {
    List<String> match = request.headers().all("If-Match");
    List<String> noneMatch = request.headers().all("If-None-Match");
    if (match.isEmpty() && noneMatch.isEmpty()) {
      return Precondition.NONE;
    }
    return named ->
        (match.isEmpty() || named.filter(digest -> isNamed(match, digest)).isPresent())
            && named.filter(digest -> isNamed(noneMatch, digest)).isEmpty();
  }

  private static boolean isNamed(List<String> lines, Digest digest) {
    String bare = digest.toString();
    for (String line : lines) {
      for (String each : line.split(",", -1)) {
        String tag = each.strip();
        String strong = tag.startsWith("W/") ? tag.substring(2) : tag;
        if (strong.equals("*") || strong.equals(bare) || strong.equals("\"" + bare + "\"")) {
          return true;
        }
      }
    }
    return false;
  }
}
