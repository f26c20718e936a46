package dev.lading.auth.oidc;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Where an issuer's key set (RFC 7517) is found. */
public sealed interface KeyLocation {

  record File(Path path) implements KeyLocation {}

  /** Fetched from exactly there: {@code https}, or {@code http} of this very machine. */
  record Url(URI uri) implements KeyLocation {
    public Url {
      requireSafe(uri);
    }
  }

  /** Named by the issuer's {@code /.well-known/openid-configuration}. */
  record Discovered() implements KeyLocation {}

  Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** OpenID Connect Discovery section 4: the path is put behind the issuer's own. */
  static URI discovery(String issuer) {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return requireSafe(URI.create(base + "/.well-known/openid-configuration"));
  }

  /** Keys that somebody on the way could exchange would be worth nothing. */
  static URI requireSafe(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean here = uri.getHost() != null && LOOPBACK.contains(uri.getHost());
    if (uri.getHost() == null
        || uri.getUserInfo() != null
        || !(scheme.equals("https") || (scheme.equals("http") && here))) {
      throw new IllegalArgumentException("keys are fetched over https only: " + uri);
    }
    return uri;
  }
}
