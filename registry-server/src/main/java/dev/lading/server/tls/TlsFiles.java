package dev.lading.server.tls;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.WatchedFile;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the material of TLS is, all of it PEM.
 *
 * @param certificate the server's own first, then those up to the root
 * @param clientCas whose signature is believed under a client's certificate
 */
public record TlsFiles(Path certificate, Path key, List<Path> clientCas) {
  public TlsFiles {
    clientCas = List.copyOf(clientCas);
  }

  /**
   * Reads the files, to be read again when they change.
   *
   * @throws dev.lading.auth.files.UnusableFile when they cannot be used
   */
  public WatchedFile<TlsMaterial> watch(InstantSource clock) {
    List<Path> all = new ArrayList<>(List.of(certificate, key));
    all.addAll(clientCas);
    return WatchedFile.ofAll(all, TlsMaterial::read, clock);
  }

  /**
   * @throws dev.lading.auth.files.UnusableFile when the file holds no certificates
   */
  public static void checkCertificates(Path file) {
    List<X509Certificate> _ = Certificates.read(FileContent.read(file));
  }

  /**
   * @throws dev.lading.auth.files.UnusableFile when the file holds no private key
   */
  public static void checkKey(Path file) {
    PrivateKey _ = PrivateKeys.read(FileContent.read(file));
  }

  /**
   * @throws dev.lading.auth.files.UnusableFile when the key is another certificate's, or a
   *     certificate is not signed by the next
   */
  public void checkPair() {
    TlsMaterial _ = TlsMaterial.read(List.of(FileContent.read(certificate), FileContent.read(key)));
  }
}
