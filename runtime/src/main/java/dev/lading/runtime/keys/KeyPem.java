package dev.lading.runtime.keys;

import dev.lading.runtime.keys.UnusableKey.Fault;
import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.key.PrivateKey;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.openssl.EncryptionException;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * One private key as PEM, with or without a passphrase: PKCS #8 as notary writes it, and OpenSSL's
 * older forms with {@code DEK-Info}, which notary wrote once and openssl still does when asked.
 *
 * @param where how messages name it
 * @param text the PEM
 * @param form what stands behind {@code BEGIN}
 */
record KeyPem(String where, String text, String form, KeyLabel label, boolean encrypted) {
  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
  private static final int LINE = 64;

  /**
   * @throws UnusableKey when there is no private key in it
   */
  static KeyPem read(String where, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    PemObject block = block(where, text);
    if (!block.getType().endsWith("PRIVATE KEY")) {
      throw new UnusableKey(Fault.FORM, where, "holds no private key");
    }
    boolean encrypted = block.getType().equals(ENCRYPTED) || header(block, "DEK-Info").isPresent();
    try {
      KeyLabel label = new KeyLabel(header(block, "role").orElse(""), header(block, "gun"));
      return new KeyPem(where, text, block.getType(), label, encrypted);
    } catch (IllegalArgumentException e) {
      throw new UnusableKey(Fault.FORM, where, "is labelled with what is no role or GUN", e);
    }
  }

  /** As notary writes it. */
  static byte[] write(KeyLabel label, PrivateKey key, char[] passphrase, SecureRandom random) {
    byte[] der = EncryptedPkcs8.encrypt(Pkcs8.write(key), passphrase, random);
    StringBuilder text = new StringBuilder("-----BEGIN " + ENCRYPTED + "-----\n");
    label.gun().ifPresent(gun -> text.append("gun: ").append(gun).append('\n'));
    if (!label.role().isEmpty()) {
      text.append("role: ").append(label.role()).append('\n');
    }
    text.append('\n')
        .append(Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der))
        .append("\n-----END " + ENCRYPTED + "-----\n");
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * @param passphrase not looked at when there is none on the key
   * @return empty when the passphrase is wrong
   * @throws UnusableKey when it is in another form, or of no use for signing
   */
  Optional<PrivateKey> key(char[] passphrase) {
    try {
      return pkcs8(passphrase).map(Pkcs8::read);
    } catch (EncryptionException _) {
      return Optional.empty();
    } catch (IOException
        | GeneralSecurityException
        | IllegalArgumentException
        | ArithmeticException
        | KeyInvalid e) {
      throw new UnusableKey(Fault.FORM, where, "holds a key that is not read here", e);
    }
  }

  private Optional<byte[]> pkcs8(char[] passphrase) throws IOException, GeneralSecurityException {
    return switch (form) {
      case ENCRYPTED -> EncryptedPkcs8.decrypt(block(where, text).getContent(), passphrase);
      case "PRIVATE KEY" -> Optional.of(block(where, text).getContent());
      default -> Optional.of(pair(passphrase).getPrivateKeyInfo().getEncoded());
    };
  }

  private PEMKeyPair pair(char[] passphrase) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      return switch (parser.readObject()) {
        case PEMKeyPair pair -> pair;
        case PEMEncryptedKeyPair pair ->
            pair.decryptKeyPair(new BcPEMDecryptorProvider(asBytes(passphrase)));
        case null, default -> throw new PEMException("not a pair of keys");
      };
    }
  }

  /** Bouncy Castle takes the low half of each character; openssl and notary the text's UTF-8. */
  private static char[] asBytes(char[] passphrase) {
    ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
    char[] bytes = new char[utf8.remaining()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (char) (utf8.get(i) & 0xff);
      utf8.put(i, (byte) 0);
    }
    return bytes;
  }

  private static PemObject block(String where, String text) {
    try (PemReader reader = new PemReader(new StringReader(text))) {
      PemObject block = reader.readPemObject();
      if (block != null) {
        return block;
      }
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle throws as it likes when what stands there is no Base64.
      throw new UnusableKey(Fault.FORM, where, "is no PEM", e);
    }
    throw new UnusableKey(Fault.FORM, where, "is no PEM");
  }

  private static Optional<String> header(PemObject block, String name) {
    for (Object each : block.getHeaders()) {
      if (each instanceof PemHeader header && header.getName().equals(name)) {
        return Optional.of(header.getValue().strip()).filter(value -> !value.isEmpty());
      }
    }
    return Optional.empty();
  }

  /** Not the text, which may be a key in clear. */
  @Override
  public String toString() {
    return where;
  }
}
