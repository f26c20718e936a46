package dev.lading.runtime.keys;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * PBES2 of RFC 8018. Written as notary does, which reads nothing else: PBKDF2 with HMAC-SHA1, 2048
 * rounds, AES-256-CBC. Such a file is worth what its passphrase is worth.
 *
 * <p>The JDK computes; its own PBES2 takes no passphrase beyond ASCII, which notary does, as UTF-8.
 */
final class EncryptedPkcs8 {
  private static final String CIPHER = "AES/CBC/PKCS5Padding";
  private static final int ROUNDS = 2048;
  private static final int MOST_ROUNDS = 10_000_000;
  private static final int SALT_BYTES = 8;
  private static final int IV_BYTES = 16;
  private static final int KEY_BITS = 256;

  private EncryptedPkcs8() {}

  static byte[] encrypt(byte[] pkcs8, char[] passphrase, SecureRandom random) {
    byte[] salt = random(random, SALT_BYTES);
    byte[] iv = random(random, IV_BYTES);
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      SecretKeySpec key = key("PBKDF2WithHmacSHA1", passphrase, salt, ROUNDS, KEY_BITS);
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
      PBES2Parameters parameters =
          new PBES2Parameters(
              new KeyDerivationFunc(
                  PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, ROUNDS)),
              new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)));
      return new EncryptedPrivateKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters),
              cipher.doFinal(pkcs8))
          .getEncoded();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has " + CIPHER, e);
    }
  }

  /**
   * @return empty when the passphrase is wrong
   * @throws GeneralSecurityException when it is encrypted in another way
   * @throws IllegalArgumentException when it is none at all
   */
  static Optional<byte[]> decrypt(byte[] der, char[] passphrase) throws GeneralSecurityException {
    EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.getInstance(der);
    if (!info.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      throw new NoSuchAlgorithmException("not PBES2");
    }
    PBES2Parameters parameters =
        PBES2Parameters.getInstance(info.getEncryptionAlgorithm().getParameters());
    EncryptionScheme scheme = parameters.getEncryptionScheme();
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(
        Cipher.DECRYPT_MODE,
        key(parameters.getKeyDerivationFunc(), passphrase, bits(scheme.getAlgorithm())),
        new IvParameterSpec(ASN1OctetString.getInstance(scheme.getParameters()).getOctets()));
    try {
      byte[] pkcs8 = cipher.doFinal(info.getEncryptedData());
      return isSequence(pkcs8) ? Optional.of(pkcs8) : Optional.empty();
    } catch (BadPaddingException _) {
      return Optional.empty();
    }
  }

  /** One wrong passphrase in 256 leaves a padding that looks right. */
  private static boolean isSequence(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == 0x30;
  }

  private static SecretKeySpec key(KeyDerivationFunc function, char[] passphrase, int bits)
      throws GeneralSecurityException {
    if (!function.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      throw new NoSuchAlgorithmException("not PBKDF2");
    }
    PBKDF2Params parameters = PBKDF2Params.getInstance(function.getParameters());
    int rounds = parameters.getIterationCount().intValueExact();
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new NoSuchAlgorithmException(rounds + " rounds");
    }
    String hash = hash(parameters.getPrf().getAlgorithm());
    return key("PBKDF2WithHmac" + hash, passphrase, parameters.getSalt(), rounds, bits);
  }

  private static SecretKeySpec key(
      String algorithm, char[] passphrase, byte[] salt, int rounds, int bits)
      throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(passphrase, salt, rounds, bits);
    try {
      SecretKeyFactory factory = SecretKeyFactory.getInstance(algorithm);
      return new SecretKeySpec(factory.generateSecret(spec).getEncoded(), "AES");
    } finally {
      spec.clearPassword();
    }
  }

  private static int bits(ASN1ObjectIdentifier cipher) throws NoSuchAlgorithmException {
    if (cipher.equals(NISTObjectIdentifiers.id_aes256_CBC)) {
      return 256;
    }
    if (cipher.equals(NISTObjectIdentifiers.id_aes192_CBC)) {
      return 192;
    }
    if (cipher.equals(NISTObjectIdentifiers.id_aes128_CBC)) {
      return 128;
    }
    throw new NoSuchAlgorithmException("a cipher that is not AES in CBC mode");
  }

  private static String hash(ASN1ObjectIdentifier function) throws NoSuchAlgorithmException {
    if (function.equals(PKCSObjectIdentifiers.id_hmacWithSHA1)) {
      return "SHA1";
    }
    if (function.equals(PKCSObjectIdentifiers.id_hmacWithSHA256)) {
      return "SHA256";
    }
    if (function.equals(PKCSObjectIdentifiers.id_hmacWithSHA512)) {
      return "SHA512";
    }
    throw new NoSuchAlgorithmException("a function that is not HMAC with SHA-1 or SHA-2");
  }

  private static byte[] random(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
