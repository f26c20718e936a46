package dev.lading.auth.password;

import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A password as bcrypt keeps it: {@code $2y$}, {@code $2a$} or {@code $2b$}, which differ in name
 * only, the cost, 22 characters of salt and 31 of hash. Bits that no byte needs are cleared,
 * because some programs leave others there.
 *
 * <p>Each step of the cost doubles the time; beyond {@link #HIGHEST_COST} one login takes a second.
 */
public record BcryptHash(String text) {
  static final int LOWEST_COST = 4;
  static final int HIGHEST_COST = 14;
  static final int USUAL_COST = 10;

  /** bcrypt takes no more bytes of a password into account. */
  static final int LONGEST_PASSWORD = 72;

  private static final String DIGITS =
      "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}");
  private static final int END_OF_SALT = 28;

  public BcryptHash {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a bcrypt hash");
    }
    text = cleared(cleared(text, END_OF_SALT, 0b110000), text.length() - 1, 0b111100);
  }

  /** The hash that is written so, whatever its cost; empty when it is none. */
  static Optional<BcryptHash> find(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new BcryptHash(text)) : Optional.empty();
  }

  /**
   * Hashes a password.
   *
   * @param password 1 to 72 bytes
   * @param salt 16 random bytes
   */
  static BcryptHash of(byte[] password, byte[] salt, int cost) {
    return new BcryptHash(OpenBSDBCrypt.generate("2y", password, salt, cost));
  }

  /** A hash that costs as much to verify against as any other, and that is nobody's. */
  static BcryptHash decoy(int cost) {
    return new BcryptHash("$2y$%02d$%s".formatted(cost, ".".repeat(53)));
  }

  /** The binary logarithm of how many rounds it takes. */
  int cost() {
    return Integer.parseInt(text, 4, 6, 10);
  }

  /**
   * Whether this is the hash of these bytes. As with Apache's htpasswd and Go's bcrypt (so with
   * distribution, too), those beyond the 72nd do not matter. Takes some 50 ms of one core at cost
   * 10.
   */
  boolean matches(byte[] password) {
    return OpenBSDBCrypt.checkPassword(text, password);
  }

  /** Not for logs. */
  @Override
  public String toString() {
    return "$2y$" + cost() + "$***";
  }

  private static String cleared(String text, int at, int mask) {
    char digit = DIGITS.charAt(DIGITS.indexOf(text.charAt(at)) & mask);
    return text.substring(0, at) + digit + text.substring(at + 1);
  }
}
