package dev.lading.server.tls;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads X.509 certificates out of PEM files; other blocks are passed over. */
final class Certificates {
  private Certificates() {}

  /**
   * In the order of the file, at least one.
   *
   * @throws UnusableFile when there is none, or one that cannot be read
   */
  static List<X509Certificate> read(FileContent content) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemBlock block : PemBlock.all(content)) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(certificate(content, block));
      }
    }
    if (certificates.isEmpty()) {
      throw new UnusableFile(
          content.file(), "holds no -----BEGIN CERTIFICATE-----. Write the certificates as PEM.");
    }
    return List.copyOf(certificates);
  }

  private static X509Certificate certificate(FileContent content, PemBlock block) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.bytes()));
    } catch (CertificateException e) {
      UnusableFile unusable =
          PemBlock.unusable(content, block.line(), "the block that begins here is no certificate.");
      unusable.initCause(e);
      throw unusable;
    }
  }
}
