package dev.lading.runtime.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whose certificates are believed, and what we show of ours, for each host: {@code
 * <folder>/<host:port>/} with authorities in {@code *.crt} and pairs of {@code *.cert} and {@code
 * *.key}, as Docker and the containers tools lay them out. The system's authorities count
 * everywhere.
 *
 * @param folders in which hosts are looked for; the first that has the host counts
 * @param authorities a file of the system's authorities; empty for the JDK's own
 * @see <a href="https://docs.docker.com/engine/security/certificates/">Docker, verify repository
 *     client with certificates</a>
 */
public record HostCertificates(List<Path> folders, Optional<Path> authorities) {
  private static final char[] IN_MEMORY = new char[0];
  private static final List<Path> SYSTEM =
      Stream.of(
              "/etc/ssl/certs/ca-certificates.crt",
              "/etc/pki/tls/certs/ca-bundle.crt",
              "/etc/ssl/ca-bundle.pem",
              "/etc/ssl/cert.pem")
          .map(Path::of)
          .toList();

  public HostCertificates {
    folders = List.copyOf(folders);
  }

  /** The usual folders, and {@code SSL_CERT_FILE} or what the system has. */
  public static HostCertificates of(Map<String, String> environment, Path home) {
    Optional<Path> named =
        Optional.ofNullable(environment.get("SSL_CERT_FILE"))
            .filter(text -> !text.isEmpty())
            .map(Path::of);
    return new HostCertificates(
        List.of(
            home.resolve(".config/containers/certs.d"),
            Path.of("/etc/containers/certs.d"),
            Path.of("/etc/docker/certs.d")),
        named.or(() -> SYSTEM.stream().filter(Files::isReadable).findFirst()));
  }

  /** The folder of a host that has certificates of its own. */
  Optional<Path> folder(String authority) {
    return folders.stream()
        .map(folder -> folder.resolve(authority))
        .filter(Files::isDirectory)
        .findFirst();
  }

  /**
   * @param folder of a host, or empty for all others
   * @throws UnusableSetting when a file holds no certificate, or a key that is not read
   */
  SSLContext context(Optional<Path> folder) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          folder.isPresent() ? keys(folder.get()).getKeyManagers() : null,
          trust(folder).getTrustManagers(),
          null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new UnusableSetting(
          folder.or(() -> authorities).map(Path::toString).orElse("the JDK's list of authorities"),
          "cannot be used for TLS: " + e.getMessage(),
          e);
    }
  }

  private TrustManagerFactory trust(Optional<Path> folder)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    List<Certificate> trusted = new ArrayList<>();
    for (Path file : folder.isPresent() ? files(folder.get(), ".crt") : List.<Path>of()) {
      trusted.addAll(certificates(file));
    }
    if (authorities.isEmpty() && trusted.isEmpty()) {
      factory.init((KeyStore) null);
      return factory;
    }
    trusted.addAll(authorities.isPresent() ? certificates(authorities.get()) : List.of());
    KeyStore store = empty();
    for (int i = 0; i < trusted.size(); i++) {
      store.setCertificateEntry("authority-" + i, trusted.get(i));
    }
    factory.init(store);
    return factory;
  }

  private static KeyManagerFactory keys(Path folder) throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    for (Path certificate : files(folder, ".cert")) {
      String name = certificate.getFileName().toString();
      Path key = certificate.resolveSibling(name.replaceFirst("\\.cert$", ".key"));
      store.setKeyEntry(
          name, PemKey.read(key), IN_MEMORY, certificates(certificate).toArray(Certificate[]::new));
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, IN_MEMORY);
    return factory;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static List<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
    }
  }
}
