package dev.lading.auth.password;

import java.time.Duration;

/**
 * What passwords may cost.
 *
 * @param remembered for how long a login that was right is not verified again
 * @param verifying how many are verified at once, each by one core
 * @param waiting how many more may wait for that
 * @param patience for how long each of them waits
 * @param failures how many logins of one network may fail in a row, or be verified at once
 * @param refill in what time a network may fail once more
 */
public record PasswordLimits(
    Duration remembered,
    int verifying,
    int waiting,
    Duration patience,
    int failures,
    Duration refill) {
  public PasswordLimits {
    if (verifying < 1 || waiting < 0 || failures < 1 || !refill.isPositive()) {
      throw new IllegalArgumentException("nobody could log in");
    }
  }

  /** Half the cores verify; the other half is for whoever is logged in. */
  public static PasswordLimits forCores(int cores) {
    return new PasswordLimits(
        Duration.ofMinutes(5),
        Math.max(1, cores / 2),
        64,
        Duration.ofSeconds(5),
        50,
        Duration.ofSeconds(1));
  }
}
