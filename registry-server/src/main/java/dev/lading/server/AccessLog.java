package dev.lading.server;

import dev.lading.server.http.AccessListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for every request. */
final class AccessLog implements AccessListener {
  private static final Logger LOG = LoggerFactory.getLogger("access");

  private AccessLog() {}

  static AccessListener of(LogSettings settings) {
    return settings.access() && LOG.isInfoEnabled() ? new AccessLog() : AccessListener.none();
  }

  @Override
  public void answered(Access access) {
    StringBuilder line = new StringBuilder(256);
    line.append("method=").append(bare(access.method()));
    line.append(" path=").append(bare(access.path()));
    line.append(" status=").append(access.status());
    line.append(" bytes=").append(access.bytes());
    line.append(" ms=").append(access.time().toNanos() / 1_000_000.0);
    line.append(" client=").append(bare(access.client()));
    line.append(" request=").append(access.requestId());
    line.append(" route=").append(access.route());
    line.append(" agent=").append(quoted(access.agent()));
    if (!access.complete()) {
      line.append(" complete=false");
    }
    LOG.info(line.toString());
  }

  /** HTTP/2 lets a path hold blanks and newlines. */
  private static String bare(String text) {
    return isBare(text) ? text : text.replaceAll("[^\\x21-\\x7e]", "_");
  }

  private static boolean isBare(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < 0x21 || text.charAt(i) > 0x7e) {
        return false;
      }
    }
    return true;
  }

  /** What a client says of itself must not look like fields, or lines, of ours. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.chars()
        .limit(200)
        .map(c -> c < 0x20 || c == '"' || c == '\\' || c == 0x7f ? '_' : c)
        .forEach(c -> quoted.append((char) c));
    return quoted.append('"').toString();
  }
}
