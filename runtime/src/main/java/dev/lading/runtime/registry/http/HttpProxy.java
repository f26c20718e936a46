package dev.lading.runtime.registry.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Somebody who passes requests on, and sees those in clear text.
 *
 * @param secret {@code Proxy-Authorization}, when its address has a user in it
 */
record HttpProxy(String host, int port, Optional<String> secret) {
  private static final int USUAL_PORT = 80;

  /**
   * @param text {@code http://user:password@host:port}; scheme, user and port may be missing
   * @throws UnusableSetting when it is none, or one that is spoken to in another way than HTTP
   */
  static HttpProxy parse(String variable, String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
        throw new UnusableSetting(variable, "names no proxy of the form http://host:port");
      }
      int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
      return new HttpProxy(
          uri.getHost(), port, Optional.ofNullable(uri.getUserInfo()).map(HttpProxy::basic));
    } catch (URISyntaxException e) {
      // Not its message, which holds the text, and so perhaps a password.
      throw new UnusableSetting(variable, "names no proxy of the form http://host:port");
    }
  }

  InetSocketAddress address() {
    return InetSocketAddress.createUnresolved(host, port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }

  private static String basic(String user) {
    String pair = user.indexOf(':') < 0 ? user + ":" : user;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
