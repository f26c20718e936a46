package dev.lading.server.tls;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * How TLS is spoken.
 *
 * @param cipherSuites of TLS 1.2; empty for all that are spoken
 * @param http2 whether HTTP/2 is offered by ALPN, beside HTTP/1.1
 */
public record TlsSettings(
    Source source,
    ClientAuth clientAuth,
    TlsVersion oldest,
    List<CipherSuite> cipherSuites,
    boolean http2) {

  /** Where certificate and key come from. */
  public sealed interface Source {
    /**
     * The files that are there now.
     *
     * @throws dev.lading.auth.files.UnusableFile when they cannot be made
     */
    TlsFiles files(Instant now);
  }

  /** Files that the operator has made. */
  public record Given(TlsFiles files) implements Source {
    @Override
    public TlsFiles files(Instant now) {
      return files;
    }
  }

  /** Files that are made on the first start, for trying out. */
  public record SelfSigned(SelfSignedCertificate certificate, List<Path> clientCas)
      implements Source {
    public SelfSigned {
      clientCas = List.copyOf(clientCas);
    }

    @Override
    public TlsFiles files(Instant now) {
      return certificate.files(now, new SecureRandom(), clientCas);
    }
  }

  public TlsSettings {
    cipherSuites = List.copyOf(cipherSuites);
  }
}
