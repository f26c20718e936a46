package dev.lading.runtime.registry.http;

import dev.lading.runtime.registry.RegistryException.Danger;
import dev.lading.runtime.registry.RegistryException.Unsafe;
import dev.lading.runtime.registry.RegistryHost;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which addresses are asked, wherever they come from: an image's name, a redirect, a challenge. */
public final class Addresses {
  private Addresses() {}

  /** Scheme, host and port, in lower case, the port always there. */
  public static String origin(URI uri) {
    String scheme = lower(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return scheme + "://" + lower(uri.getHost()) + ":" + port;
  }

  /**
   * @throws Unsafe when it is no plain address of HTTP, or in clear text where that is not allowed
   */
  public static URI requireSafe(URI uri, PlainHttp plain) {
    if (!isHttp(uri) || uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new Unsafe(uri, Danger.NOT_AN_ADDRESS);
    }
    if (!isEncrypted(uri) && !plain.allows(uri)) {
      throw new Unsafe(uri, Danger.PLAIN_HTTP);
    }
    return uri;
  }

  /**
   * Where somebody we asked sends us: never into clear text from encryption, and never to this
   * machine or its link from outside, where services answer that trust whoever can reach them.
   *
   * @throws Unsafe otherwise, or as {@link #requireSafe(URI, PlainHttp)}
   */
  public static URI requireSafe(URI from, URI to, PlainHttp plain) {
    requireSafe(to, plain);
    if (isEncrypted(from) && !isEncrypted(to)) {
      throw new Unsafe(to, Danger.DOWNGRADE);
    }
    if (isInward(to) && !isInward(from)) {
      throw new Unsafe(to, Danger.INWARD);
    }
    return to;
  }

  public static boolean isEncrypted(URI uri) {
    return lower(uri.getScheme()).equals("https");
  }

  private static boolean isHttp(URI uri) {
    String scheme = lower(uri.getScheme());
    return scheme.equals("https") || scheme.equals("http");
  }

  private static boolean isInward(URI uri) {
    String host = lower(uri.getHost());
    return RegistryHost.isLoopback(uri)
        || host.startsWith("169.254.")
        || host.startsWith("[fe80:")
        || host.equals("0.0.0.0")
        || host.equals("[::]");
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
