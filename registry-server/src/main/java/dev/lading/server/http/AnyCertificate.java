package dev.lading.server.http;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets every client's certificate pass, as {@code request-client-cert} and {@code
 * require-any-client-cert} have it: nobody is named by one that passed here.
 *
 * <p>Clients are told the names of the authorities all the same.
 */
final class AnyCertificate extends X509ExtendedTrustManager {
  private final List<X509Certificate> hints;

  AnyCertificate(List<X509Certificate> hints) {
    this.hints = List.copyOf(hints);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    throw new UnsupportedOperationException("only servers ask here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
    throw new UnsupportedOperationException("only servers ask here");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {
    throw new UnsupportedOperationException("only servers ask here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return hints.toArray(new X509Certificate[0]);
  }
}
