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
   * @throws UnusableFile when one cannot be used, the key is another certificate's, or a
   *     certificate is not signed by the next
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
    requireChain(contents.getFirst(), material.chain);
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

  /** Clients follow it from each to the next; a stranger in between is of use to nobody. */
  private static void requireChain(FileContent file, List<X509Certificate> chain) {
    for (int i = 1; i < chain.size(); i++) {
      X509Certificate signer = chain.get(i);
      if (chain.indexOf(signer) < i || !isSignedBy(chain.get(i - 1), signer)) {
        throw new UnusableFile(
            file.file(),
            ("holds as certificate %d that of %s, which is there twice or has not signed the one"
                    + " before it. Write the server's own first, then each the signer of the one"
                    + " before, and no others.")
                .formatted(i + 1, signer.getSubjectX500Principal().getName()));
      }
    }
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate signer) {
    if (!certificate.getIssuerX500Principal().equals(signer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(signer.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static String signatureOf(PrivateKey key) {
    return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
  }
}
