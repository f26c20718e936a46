package dev.lading.server.tls;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Reads the private key out of a PEM file: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC), not encrypted. */
final class PrivateKeys {
  private static final String DECRYPT =
      " is encrypted, and nobody is asked for its password."
          + " Write it without: openssl pkey -in FILE -out NEWFILE";

  private PrivateKeys() {}

  /**
   * The one key of the file.
   *
   * @throws UnusableFile when there is none, more than one, or one that is of no use here
   */
  static PrivateKey read(FileContent content) {
    List<PemBlock> keys =
        PemBlock.all(content).stream().filter(b -> b.label().endsWith("PRIVATE KEY")).toList();
    return switch (keys.size()) {
      case 0 ->
          throw new UnusableFile(
              content.file(), "holds no -----BEGIN PRIVATE KEY-----. Write the key as PEM.");
      case 1 -> key(content, keys.getFirst());
      default ->
          throw PemBlock.unusable(
              content, keys.get(1).line(), "a second private key begins here. Leave one.");
    };
  }

  private static PrivateKey key(FileContent content, PemBlock block) {
    if (block.encrypted() || block.label().startsWith("ENCRYPTED")) {
      throw PemBlock.unusable(content, block.line(), "the key that begins here" + DECRYPT);
    }
    try {
      PrivateKeyInfo info = info(content, block);
      return KeyFactory.getInstance(
              algorithm(content, block, info.getPrivateKeyAlgorithm().getAlgorithm()))
          .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    } catch (UnusableFile e) {
      throw e;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // The parser throws whatever it stumbles over.
      UnusableFile unusable =
          PemBlock.unusable(content, block.line(), "the key that begins here cannot be read.");
      unusable.initCause(e);
      throw unusable;
    }
  }

  private static PrivateKeyInfo info(FileContent content, PemBlock block) throws IOException {
    return switch (block.label()) {
      case "PRIVATE KEY" -> PrivateKeyInfo.getInstance(block.bytes());
      case "RSA PRIVATE KEY" ->
          new PrivateKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
              ASN1Primitive.fromByteArray(block.bytes()));
      case "EC PRIVATE KEY" -> {
        ECPrivateKey key = ECPrivateKey.getInstance(block.bytes());
        yield new PrivateKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
            key);
      }
      default -> throw otherKind(content, block, block.label());
    };
  }

  private static String algorithm(FileContent content, PemBlock block, ASN1ObjectIdentifier id) {
    if (id.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return "RSA";
    }
    if (id.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return "EC";
    }
    throw otherKind(content, block, "of algorithm " + id);
  }

  private static UnusableFile otherKind(FileContent content, PemBlock block, String kind) {
    return PemBlock.unusable(
        content,
        block.line(),
        "the key that begins here (" + kind + ") is of no use. Use an RSA or EC key.");
  }
}
