package dev.lading.server.tls;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate for trying out, made on the first start and kept, so that whoever trusts it goes on
 * to. It is for {@code localhost}, the machine and the configured host, signs nothing but itself,
 * and is made anew when it is about to expire or the host is not in it.
 *
 * @param directory where it is kept; made when it is not there
 * @param host the name or address by which clients know this registry, if it is configured
 */
public record SelfSignedCertificate(Path directory, Optional<String> host) {
  private static final Duration VALIDITY = Duration.ofDays(730);
  private static final Duration BEFORE_ITS_END = Duration.ofDays(30);
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  /** For clients to trust. */
  public Path certificateFile() {
    return directory.toAbsolutePath().normalize().resolve("self-signed.crt");
  }

  /** What makes clients trust it. */
  public String advice(int port) {
    String name = host.orElse("localhost") + ":" + port;
    return "encrypted with a self-signed certificate, for trying out. Clients trust it after:"
        + " install -D %s /etc/docker/certs.d/%s/ca.crt".formatted(certificateFile(), name)
        + " (docker, podman, skopeo), with --cert-dir %s, or with curl --cacert %s;"
            .formatted(certificateFile().getParent(), certificateFile())
        + " --tls-verify=false asks for no trust at all";
  }

  Path keyFile() {
    return directory.resolve("self-signed-key.pem"); // a .key would be a client's in certs.d
  }

  /**
   * The files of before, or new ones.
   *
   * @throws UnusableFile when they can be neither read nor written
   */
  public TlsFiles files(Instant now, SecureRandom random, List<Path> clientCas) {
    if (!isKept(now)) {
      make(now, random);
    }
    return new TlsFiles(certificateFile(), keyFile(), clientCas);
  }

  private boolean isKept(Instant now) {
    try {
      X509Certificate kept =
          TlsMaterial.read(
                  List.of(FileContent.read(certificateFile()), FileContent.read(keyFile())))
              .chain()
              .getFirst();
      return kept.getNotAfter().toInstant().isAfter(now.plus(BEFORE_ITS_END))
          && host.map(name -> names(kept).contains(asRead(name))).orElse(true);
    } catch (UnusableFile _) {
      return false; // not there yet, or cut off while it was written
    }
  }

  private static Set<String> names(X509Certificate certificate) {
    Set<String> names = new LinkedHashSet<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all != null) {
        all.forEach(name -> names.add(String.valueOf(name.get(1))));
      }
    } catch (CertificateParsingException _) {
      // made anew then
    }
    return names;
  }

  private void make(Instant now, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      Files.createDirectories(directory);
      write(keyFile(), "PRIVATE KEY", pair.getPrivate().getEncoded(), "rw-------");
      write(certificateFile(), "CERTIFICATE", certificate(pair, now, random), "rw-r--r--");
    } catch (IOException e) {
      UnusableFile unusable =
          new UnusableFile(directory, "a self-signed certificate cannot be kept here: " + e);
      unusable.initCause(e);
      throw unusable;
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("every JDK makes and signs with P-256", e);
    }
  }

  private byte[] certificate(KeyPair pair, Instant now, SecureRandom random)
      throws CertIOException, OperatorCreationException, IOException {
    X500Name name = new X500Name("CN=Lading self-signed");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(127, random).add(BigInteger.ONE),
            Date.from(now.minus(CLOCKS_DIFFER)),
            Date.from(now.plus(VALIDITY)),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names()));
    return builder
        .build(
            new JcaContentSignerBuilder("SHA256withECDSA")
                .setSecureRandom(random)
                .build(pair.getPrivate()))
        .getEncoded();
  }

  private GeneralName[] names() {
    Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    machine().ifPresent(names::add);
    host.ifPresent(names::add);
    return names.stream().map(SelfSignedCertificate::name).toArray(GeneralName[]::new);
  }

  private static GeneralName name(String text) {
    return new GeneralName(isAddress(text) ? GeneralName.iPAddress : GeneralName.dNSName, text);
  }

  /** As the JDK writes the names that it reads: addresses in their long form. */
  private static String asRead(String name) {
    return isAddress(name) ? InetAddress.ofLiteral(name).getHostAddress() : name;
  }

  private static boolean isAddress(String text) {
    try {
      InetAddress _ = InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Optional<String> machine() {
    try {
      return Optional.of(InetAddress.getLocalHost().getHostName())
          .filter(name -> name.matches("[A-Za-z0-9.-]{1,253}"));
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }

  private static void write(Path file, String label, byte[] bytes, String permissions)
      throws IOException {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), label);
    Path whole =
        Files.createTempFile(
            file.getParent(),
            ".new",
            ".pem",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(whole, text);
    Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString(permissions));
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
