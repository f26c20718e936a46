package dev.lading.auth.robots;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * What a robot logs in with, shown once, when it is made:
 *
 * <pre>
 * lading_robot_ + 43 characters of [0-9A-Za-z] (256 bits) + their CRC-32 in 6 more
 * </pre>
 *
 * The prefix and the checksum are for programs that search texts for secrets: they find one by the
 * first and are sure of it by the second. Guessing one is hopeless, so a fast hash keeps it.
 */
public final class RobotSecret {
  static final String PREFIX = "lading_robot_";
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM_DIGITS = 43;
  private static final int CHECK_DIGITS = 6;
  private static final int LENGTH = PREFIX.length() + RANDOM_DIGITS + CHECK_DIGITS;

  private final String text;

  private RobotSecret(String text) {
    this.text = text;
  }

  static RobotSecret make(SecureRandom random) {
    var digits = new StringBuilder();
    for (int i = 0; i < RANDOM_DIGITS; i++) {
      digits.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return new RobotSecret(PREFIX + digits + checksum(digits.toString()));
  }

  /** Whether a text has the form of a secret, its checksum included. */
  public static boolean isSecret(String text) {
    if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
      return false;
    }
    String digits = text.substring(PREFIX.length(), LENGTH - CHECK_DIGITS);
    return digits.chars().allMatch(c -> DIGITS.indexOf(c) >= 0) && text.endsWith(checksum(digits));
  }

  /** The secret itself, for whoever has asked for it. */
  public String reveal() {
    return text;
  }

  String sha256() {
    return sha256(text.getBytes(UTF_8));
  }

  /** In hexadecimal, of anything that came as a secret. */
  static String sha256(byte[] secret) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Not for logs. */
  @Override
  public String toString() {
    return PREFIX + "***";
  }

  private static String checksum(String digits) {
    var crc = new CRC32();
    crc.update(digits.getBytes(UTF_8));
    var text = new StringBuilder();
    long rest = crc.getValue();
    for (int i = 0; i < CHECK_DIGITS; i++) {
      text.insert(0, DIGITS.charAt((int) (rest % DIGITS.length())));
      rest /= DIGITS.length();
    }
    return text.toString();
  }
}
