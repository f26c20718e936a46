package dev.lading.server.http;

import dev.lading.auth.files.WatchedFile;
import dev.lading.server.tls.CipherSuite;
import dev.lading.server.tls.ClientAuth;
import dev.lading.server.tls.TlsFiles;
import dev.lading.server.tls.TlsMaterial;
import dev.lading.server.tls.TlsSettings;
import io.vertx.core.http.HttpServerBuilder;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the edge encrypts with, as the library wants it, out of files that may change while it does.
 * Safe for use by many threads.
 */
final class Tls {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

  private final TlsSettings settings;
  private final TlsFiles files;
  private final TlsEngine engine;
  private final InstantSource clock;
  private final WatchedFile<TlsMaterial> material;

  private Tls(TlsSettings settings, TlsFiles files, TlsEngine engine, InstantSource clock) {
    this.settings = settings;
    this.engine = engine;
    this.files = files;
    this.clock = clock;
    this.material = files.watch(clock);
  }

  /**
   * Reads the files, or makes them where that is asked for.
   *
   * @throws dev.lading.auth.files.UnusableFile when they cannot be used
   */
  static Tls open(TlsSettings settings, TlsEngine engine, InstantSource clock) {
    return new Tls(settings, settings.source().files(clock.instant()), engine, clock);
  }

  /** Has servers that are being built encrypt with what the files say now. */
  UnaryOperator<HttpServerBuilder> encryption() {
    ServerSSLOptions options = options();
    return builder -> builder.with(options).with(engine.options());
  }

  /** Looks whether the files have changed; then connections are to be encrypted anew. */
  Optional<ServerSSLOptions> renewed() {
    return material.look() ? Optional.of(options()) : Optional.empty();
  }

  /** For the log. */
  @Override
  public String toString() {
    return engine.name().toLowerCase(Locale.ROOT);
  }

  private ServerSSLOptions options() {
    TlsMaterial now = material.get();
    now.warning(clock.instant())
        .ifPresent(warning -> LOG.warn("the certificate in {} {}", files.certificate(), warning));
    ServerSSLOptions options =
        new ServerSSLOptions()
            .setKeyCertOptions(KeyCertOptions.wrap(keys(now)))
            .setClientAuth(asked(settings.clientAuth()))
            .setEnabledSecureTransportProtocols(settings.oldest().protocols())
            .setUseAlpn(settings.http2());
    if (settings.clientAuth() != ClientAuth.NONE) {
      options.setTrustOptions(
          settings.clientAuth().isVerified()
              ? TrustOptions.wrap(authorities(now))
              : TrustOptions.wrap(new AnyCertificate(now.clientCas())));
    }
    suites().forEach(suite -> options.addEnabledCipherSuite(suite.name()));
    return options;
  }

  private List<CipherSuite> suites() {
    List<CipherSuite> given = settings.cipherSuites();
    return List.of(CipherSuite.values()).stream()
        .filter(suite -> given.isEmpty() || suite.isOfTls13() || given.contains(suite))
        .toList();
  }

  private static io.vertx.core.http.ClientAuth asked(ClientAuth auth) {
    return switch (auth) {
      case NONE -> io.vertx.core.http.ClientAuth.NONE;
      case REQUEST_CLIENT_CERT, VERIFY_CLIENT_CERT_IF_GIVEN ->
          io.vertx.core.http.ClientAuth.REQUEST;
      case REQUIRE_ANY_CLIENT_CERT, REQUIRE_AND_VERIFY_CLIENT_CERT ->
          io.vertx.core.http.ClientAuth.REQUIRED;
    };
  }

  private static KeyManagerFactory keys(TlsMaterial material) {
    char[] none = new char[0];
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry(
          "server", material.key(), none, material.chain().toArray(new X509Certificate[0]));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, none);
      return keys;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that signs cannot be kept in memory", e);
    }
  }

  private static TrustManagerFactory authorities(TlsMaterial material) {
    try {
      KeyStore store = emptyStore();
      for (int i = 0; i < material.clientCas().size(); i++) {
        store.setCertificateEntry("ca-" + i, material.clientCas().get(i));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      return trust;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("certificates cannot be kept in memory", e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read", e);
    }
  }
}
