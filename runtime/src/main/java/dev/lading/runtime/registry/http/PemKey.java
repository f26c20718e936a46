package dev.lading.runtime.registry.http;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads the key of a client's certificate: PKCS#8, PKCS#1 or SEC 1, not encrypted. */
final class PemKey {
  private PemKey() {}

  /**
   * @throws UnusableSetting when the file holds no such key
   */
  static PrivateKey read(Path file) {
    try (Reader reader = Files.newBufferedReader(file);
        PEMParser parser = new PEMParser(reader)) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      Object block = parser.readObject();
      while (block != null) {
        switch (block) {
          case PrivateKeyInfo info -> {
            return converter.getPrivateKey(info);
          }
          case PEMKeyPair pair -> {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
          }
          default -> block = parser.readObject(); // openssl writes the curve before the key
        }
      }
    } catch (IOException e) {
      throw new UnusableSetting(file.toString(), "cannot be read as a private key", e);
    }
    throw new UnusableSetting(file.toString(), "holds no private key without a password");
  }
}
