package dev.lading.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Keeps secrets in a store that others may read, and whose owner may not forge them: AES-256-GCM
 * under a key that is derived (HKDF-SHA256) from the operator's master key for one purpose, so that
 * what was sealed for one can never be opened as another. Safe for any number of threads.
 *
 * <p>Sealed bytes: the version 1, a random nonce of 12 bytes, ciphertext, tag of 16 bytes. Random
 * nonces allow for 2^32 seals under one master key and purpose.
 */
public final class Seal {
  private static final int MASTER_BYTES = 32;
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int OVERHEAD_BYTES = 1 + NONCE_BYTES + TAG_BITS / 8;

  private final SecretKey key;
  private final SecureRandom random;

  private Seal(SecretKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /**
   * @param master 32 bytes, of a file or a variable
   * @param purpose what is sealed, the same for ever
   */
  public static Seal of(SecretKey master, String purpose, SecureRandom random) {
    byte[] bytes = master.getEncoded();
    if (bytes == null || bytes.length != MASTER_BYTES) {
      throw new IllegalArgumentException("a master key has 32 bytes");
    }
    try {
      HKDFParameterSpec derivation =
          HKDFParameterSpec.ofExtract()
              .addIKM(bytes)
              .thenExpand(("lading/seal/1/" + purpose).getBytes(UTF_8), MASTER_BYTES);
      return new Seal(KDF.getInstance("HKDF-SHA256").deriveKey("AES", derivation), random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks HKDF", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /**
   * @param context where the secret belongs (its key ID, its generation): it is not kept, and
   *     whoever opens has to name the same
   */
  public byte[] seal(byte[] secret, String context) {
    byte[] sealed = new byte[OVERHEAD_BYTES + secret.length];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    sealed[0] = VERSION;
    System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
    try {
      cipher(Cipher.ENCRYPT_MODE, nonce, context)
          .doFinal(secret, 0, secret.length, sealed, 1 + NONCE_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks AES-256-GCM", e);
    }
  }

  /** Empty when the bytes were not sealed so: another key, purpose or context, or damage. */
  public Optional<byte[]> open(byte[] sealed, String context) {
    if (sealed.length < OVERHEAD_BYTES || sealed[0] != VERSION) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
    int start = 1 + NONCE_BYTES;
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, context);
      return Optional.of(cipher.doFinal(sealed, start, sealed.length - start));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks AES-256-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(UTF_8));
    return cipher;
  }
}
