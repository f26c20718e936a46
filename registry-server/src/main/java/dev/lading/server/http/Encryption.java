package dev.lading.server.http;

import dev.lading.server.exchange.ClientCertificate;
import dev.lading.server.tls.ClientAuth;
import dev.lading.server.tls.ClientCertificates;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Whether connections are encrypted, and what that tells of who is at the other end. */
enum Encryption {
  NONE,
  /** No client's certificate counts. */
  ANONYMOUS,
  /** A client's certificate names the client, for there is none that was not verified. */
  MUTUAL;

  static Encryption of(HttpSettings settings) {
    return settings.tls().map(tls -> of(tls.clientAuth())).orElse(NONE);
  }

  private static Encryption of(ClientAuth asked) {
    return asked.isVerified() ? MUTUAL : ANONYMOUS;
  }

  /** Whom the certificate of the client names; after the handshake. */
  Optional<ClientCertificate> certificate(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (this != MUTUAL || tls == null) {
      return Optional.empty();
    }
    try {
      Certificate own = tls.engine().getSession().getPeerCertificates()[0];
      return own instanceof X509Certificate x509 ? ClientCertificates.read(x509) : Optional.empty();
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty(); // none was shown
    }
  }
}
