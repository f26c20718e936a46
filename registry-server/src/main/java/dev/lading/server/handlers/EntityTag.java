package dev.lading.server.handlers;

import dev.lading.content.Digest;
import dev.lading.server.exchange.Request;

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
    String bare = digest.toString();
    for (String line : request.headers().all("If-None-Match")) {
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
