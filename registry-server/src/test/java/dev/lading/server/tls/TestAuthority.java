package dev.lading.server.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs the certificates of tests. */
public final class TestAuthority {
  private static final SecureRandom RANDOM = new SecureRandom();
  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  /** A certificate and its key. */
  public record Pair(X509Certificate certificate, KeyPair keys) {
    public String certificatePem() {
      try {
        return pem("CERTIFICATE", certificate.getEncoded());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    public String keyPem() {
      return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    /** Written beside and moved, as careful programs do. */
    public TlsFiles write(Path directory, Path... clientCas) {
      return new TlsFiles(
          replace(directory.resolve("server.crt"), certificatePem()),
          replace(directory.resolve("server.key"), keyPem()),
          List.of(clientCas));
    }
  }

  public TestAuthority(String commonName) {
    this.name = new X500Name("CN=" + commonName);
    this.keys = keyPair("EC");
    this.certificate = sign(name, keys, Duration.ofDays(1), List.of(), true);
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** For whoever connects to this machine. */
  public Pair server() {
    return server("EC");
  }

  public Pair server(String algorithm) {
    return issue(
        algorithm,
        "CN=server",
        Duration.ofDays(30),
        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
        new GeneralName(GeneralName.dNSName, "localhost"));
  }

  public Pair client(String subject, GeneralName... names) {
    return issue("EC", subject, Duration.ofHours(1), names);
  }

  /**
   * @param validity from now; negative for one that has expired so long ago
   */
  public Pair issue(String algorithm, String subject, Duration validity, GeneralName... names) {
    KeyPair pair = keyPair(algorithm);
    return new Pair(sign(new X500Name(subject), pair, validity, List.of(names), false), pair);
  }

  public Path write(Path file) {
    return replace(file, new Pair(certificate, keys).certificatePem());
  }

  /** A client that trusts servers of this authority, and shows what they ask for. */
  public SSLContext trusting(Pair... shown) {
    try {
      return context(keyManagers(shown));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client that shows this, whatever authority the server has asked for. */
  public SSLContext insisting(Pair shown) {
    return context(new KeyManager[] {new Insisting(shown)});
  }

  private SSLContext context(KeyManager[] own) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", certificate);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, trust.getTrustManagers(), RANDOM);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyManager[] keyManagers(Pair... shown)
      throws GeneralSecurityException, IOException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    for (Pair pair : shown) {
      own.setKeyEntry(
          "own", pair.keys().getPrivate(), new char[0], new X509Certificate[] {pair.certificate()});
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, new char[0]);
    return keys.getKeyManagers();
  }

  private X509Certificate sign(
      X500Name subject, KeyPair pair, Duration validity, List<GeneralName> names, boolean ca) {
    try {
      Instant end = Instant.now().plus(validity);
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(64, RANDOM),
              Date.from(end.minus(Duration.ofDays(100))),
              Date.from(end),
              subject,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(new GeneralName[0])));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static KeyPair keyPair(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String pem(String label, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(bytes), label);
  }

  /** Moves the text into place, so that nobody reads a part of it. */
  public static Path replace(Path file, String text) {
    try {
      Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
      return Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Insisting extends X509ExtendedKeyManager {
    private final Pair shown;

    Insisting(Pair shown) {
      this.shown = shown;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "own";
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return "own";
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"own"};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      throw new UnsupportedOperationException("a client");
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {shown.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return shown.keys().getPrivate();
    }
  }
}
