package dev.lading.server;

import dev.lading.auth.files.UnusableFile;
import dev.lading.config.Section;
import dev.lading.server.tls.CipherSuite;
import dev.lading.server.tls.ClientAuth;
import dev.lading.server.tls.SelfSignedCertificate;
import dev.lading.server.tls.TlsFiles;
import dev.lading.server.tls.TlsSettings;
import dev.lading.server.tls.TlsVersion;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code http.tls}, and looks whether what it names is there and fits together. */
final class TlsReading {
  private static final String OLD_SUITES =
      "TLS_(ECDHE_)?(RSA|ECDSA)_WITH_.*(_SHA|_CBC_SHA256|GCM.*)";
  private static final List<String> OTHERS =
      List.of("clientcas", "clientauth", "minimumtls", "ciphersuites");

  private final Section tls;
  private final boolean http2;

  private TlsReading(Section tls, boolean http2) {
    this.tls = tls;
    this.http2 = http2;
  }

  /**
   * Empty when no TLS is asked for.
   *
   * @param host the address that clients use, if it is configured
   * @param directory where a certificate that is made here is kept
   */
  static Optional<TlsSettings> from(
      Section tls, Optional<URI> host, boolean http2, Path directory) {
    return new TlsReading(tls, http2).read(host, directory);
  }

  private Optional<TlsSettings> read(Optional<URI> host, Path directory) {
    Optional<Path> certificate = tls.path("certificate");
    Optional<Path> key = tls.path("key");
    boolean selfSigned = tls.flag("selfsigned", false);
    List<Path> clientCas = tls.paths("clientcas");
    ClientAuth clientAuth = clientAuth(clientCas);
    TlsVersion oldest = tls.value("minimumtls", "tls1.2", TlsVersion::parse);
    List<CipherSuite> suites = suites(oldest);
    requireSource(certificate, key, selfSigned);
    refuseLetsEncrypt(tls.section("letsencrypt"));
    return source(certificate, key, selfSigned, clientCas, host, directory)
        .map(source -> new TlsSettings(source, clientAuth, oldest, suites, http2));
  }

  private Optional<TlsSettings.Source> source(
      Optional<Path> certificate,
      Optional<Path> key,
      boolean selfSigned,
      List<Path> clientCas,
      Optional<URI> host,
      Path directory) {
    if (certificate.isPresent() && key.isPresent()) {
      TlsFiles files = new TlsFiles(certificate.get(), key.get(), clientCas);
      checkAll(files);
      return Optional.of(new TlsSettings.Given(files));
    }
    check("clientcas", () -> clientCas.forEach(TlsFiles::checkCertificates));
    Optional<String> name = host.map(TlsReading::name);
    return selfSigned
        ? Optional.of(
            new TlsSettings.SelfSigned(new SelfSignedCertificate(directory, name), clientCas))
        : Optional.empty();
  }

  private void checkAll(TlsFiles files) {
    boolean certificate =
        check("certificate", () -> TlsFiles.checkCertificates(files.certificate()));
    boolean key = check("key", () -> TlsFiles.checkKey(files.key()));
    files.clientCas().forEach(ca -> check("clientcas", () -> TlsFiles.checkCertificates(ca)));
    if (certificate && key) {
      check("key", files::checkPair);
    }
  }

  /** Whether it went well; else what is wrong is noted at the key. */
  private boolean check(String name, Runnable look) {
    try {
      look.run();
      return true;
    } catch (UnusableFile e) {
      for (UnusableFile.Problem problem : e.problems()) {
        String line = problem.line() == 0 ? "" : ":" + problem.line();
        tls.problem(name, e.file() + line + ": " + problem.message());
      }
      return false;
    }
  }

  private void requireSource(Optional<Path> certificate, Optional<Path> key, boolean selfSigned) {
    if (certificate.isPresent() != key.isPresent()) {
      String there = certificate.isPresent() ? "certificate" : "key";
      String missing = certificate.isPresent() ? "key" : "certificate";
      tls.problem(there, "stands alone. Name the file of the other half in http.tls." + missing);
    }
    if (certificate.isPresent() && selfSigned) {
      tls.problem("selfsigned", "asks for another certificate than the one named. Remove one.");
    }
    if (certificate.isEmpty() && key.isEmpty() && !selfSigned) {
      OTHERS.stream()
          .filter(tls::isSet)
          .forEach(
              name ->
                  tls.problem(
                      name,
                      "has no effect, for nothing is encrypted. Name http.tls.certificate and"
                          + " http.tls.key, or remove it."));
    }
  }

  /** Every key is read, so that none is refused a second time. */
  private void refuseLetsEncrypt(Section letsEncrypt) {
    List.of("cachefile", "email", "directoryurl").forEach(letsEncrypt::text);
    List<String> _ = letsEncrypt.texts("hosts", List.of());
    if (tls.isSet("letsencrypt")) {
      tls.problem(
          "letsencrypt",
          "asks for certificates from Let's Encrypt, which this version cannot get. Name files that"
              + " another program renews in http.tls.certificate and http.tls.key (they are read"
              + " again without a restart), then remove it.");
    }
  }

  private ClientAuth clientAuth(List<Path> clientCas) {
    Optional<ClientAuth> asked = tls.optional("clientauth", TlsReading::clientAuth);
    if (clientCas.isEmpty() && asked.filter(ClientAuth::isVerified).isPresent()) {
      tls.problem("clientauth", "asks to verify by authorities. Name them in http.tls.clientcas.");
    }
    return asked.orElse(
        clientCas.isEmpty() ? ClientAuth.NONE : ClientAuth.REQUIRE_AND_VERIFY_CLIENT_CERT);
  }

  private static ClientAuth clientAuth(String text) {
    return switch (text) {
      case "request-client-cert" -> ClientAuth.REQUEST_CLIENT_CERT;
      case "require-any-client-cert" -> ClientAuth.REQUIRE_ANY_CLIENT_CERT;
      case "verify-client-cert-if-given" -> ClientAuth.VERIFY_CLIENT_CERT_IF_GIVEN;
      case "require-and-verify-client-cert" -> ClientAuth.REQUIRE_AND_VERIFY_CLIENT_CERT;
      default ->
          throw new IllegalArgumentException(
              "is none of request-client-cert, require-any-client-cert,"
                  + " verify-client-cert-if-given, require-and-verify-client-cert");
    };
  }

  /** Those that distribution still has and that nobody should speak are left out. */
  private List<CipherSuite> suites(TlsVersion oldest) {
    List<String> old =
        tls.texts("ciphersuites", List.of()).stream().filter(TlsReading::isOld).toList();
    List<CipherSuite> spoken =
        tls.values("ciphersuites", List.of(), TlsReading::suite).stream()
            .flatMap(Optional::stream)
            .toList();
    if (!old.isEmpty()) {
      tls.warning("ciphersuites", "not spoken here, and left out: " + String.join(", ", old) + ".");
    }
    if (tls.isSet("ciphersuites") && oldest == TlsVersion.TLS1_3) {
      tls.warning("ciphersuites", "has no effect: those of TLS 1.3 are not for choosing.");
    } else if (!old.isEmpty() && spoken.isEmpty()) {
      tls.problem(
          "ciphersuites", "leaves none for TLS 1.2. Remove it, or write minimumtls: tls1.3.");
    }
    return spoken;
  }

  private static Optional<CipherSuite> suite(String text) {
    return isOld(text) ? Optional.empty() : Optional.of(CipherSuite.parse(text));
  }

  private static boolean isOld(String text) {
    return CipherSuite.find(text).isEmpty() && text.matches(OLD_SUITES);
  }

  /** Without the brackets of an IPv6 address. */
  private static String name(URI host) {
    return host.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
  }
}
