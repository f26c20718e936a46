package dev.lading.server.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a server shows and believes: its certificate and those between it and a root, the key of the
 * first, and whose signature is believed under a client's certificate.
 *
 * @param chain the server's own first, at least that
 */
public record TlsMaterial(
    List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientCas) {
  private static final Duration SOON = Duration.ofDays(14);

  public TlsMaterial {
    chain = List.copyOf(chain);
    clientCas = List.copyOf(clientCas);
  }

  /**
   * Reads certificate, key and authorities, in that order.
   *
   * @throws UnusableFile when one cannot be used, or the key is another certificate's
   */
  static TlsMaterial read(List<FileContent> contents) {
    FileContent keyFile = contents.get(1);
    TlsMaterial material =
        new TlsMaterial(
            Certificates.read(contents.getFirst()),
            PrivateKeys.read(keyFile),
            contents.stream().skip(2).flatMap(ca -> Certificates.read(ca).stream()).toList());
    if (!isKeyOf(material.key, material.chain.getFirst())) {
      throw new UnusableFile(
          keyFile.file(),
          "is not the key of the first certificate in "
              + contents.getFirst().file()
              + ". Name the pair that belongs together, the server's own certificate first.");
    }
    return material;
  }

  /** What the operator should know of the validity of the server's certificate. */
  public Optional<String> warning(Instant now) {
    X509Certificate own = chain.getFirst();
    Instant from = own.getNotBefore().toInstant();
    Instant until = own.getNotAfter().toInstant();
    if (now.isAfter(until)) {
      return Optional.of("has expired at " + until + "; clients will refuse it. Renew it.");
    }
    if (now.isBefore(from)) {
      return Optional.of("is valid from " + from + " only; until then clients will refuse it.");
    }
    return now.plus(SOON).isAfter(until)
        ? Optional.of("expires at " + until + ". Renew it.")
        : Optional.empty();
  }

  /** Whether what the key signs the certificate verifies. */
  static boolean isKeyOf(PrivateKey key, X509Certificate certificate) {
    try {
      Signature signature = Signature.getInstance(signatureOf(key));
      byte[] text = "the key of this certificate".getBytes(UTF_8);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false; // keys of two kinds, or curves
    }
  }

  private static String signatureOf(PrivateKey key) {
    return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
  }
}
