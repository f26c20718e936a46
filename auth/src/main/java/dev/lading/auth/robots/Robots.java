package dev.lading.auth.robots;

import dev.lading.auth.Identity;
import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All robots of a registry, as their file has them:
 *
 * <pre>{@code
 * robots:
 *   ci:
 *     expires: 2027-01-31T00:00:00Z          # or never
 *     comment: builds of team A
 *     secrets:                               # two at most
 *       - sha256: 5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8
 *         created: 2026-11-20T21:37:22Z
 *         expires: 2026-11-27T21:37:22Z      # if it ends before its robot does
 * }</pre>
 *
 * <p>Robot {@code ci} logs in as {@code robot+ci}; see {@link dev.lading.auth.LoginName}.
 * Immutable.
 */
public final class Robots {
  /** How long before its end a login is told of it. */
  static final Duration NOTICE = Duration.ofDays(14);

  private static final Robot NOBODY = new Robot("nobody", Expiry.NEVER, "", List.of());

  private final Map<String, Robot> robots;

  /** What came of a login. */
  public sealed interface Outcome {
    /**
     * The robot it says it is.
     *
     * @param expiresSoon when this secret will no longer do, if that is within two weeks
     */
    record Accepted(Identity.Robot identity, Optional<Instant> expiresSoon) implements Outcome {}

    /** Not let in. Whoever asks is not told why; the log may be. */
    record Refused(Reason reason) implements Outcome {}
  }

  /** Why a robot is not let in. */
  public enum Reason {
    UNKNOWN_ROBOT,
    WRONG_SECRET,
    SECRET_EXPIRED,
    ROBOT_EXPIRED
  }

  Robots(Collection<Robot> robots) {
    this.robots =
        robots.stream().collect(Collectors.toUnmodifiableMap(Robot::name, Function.identity()));
  }

  /**
   * Reads a file of robots; one that says nothing has none.
   *
   * @throws UnusableFile with all that is wrong in it
   */
  public static Robots parse(FileContent content) {
    return new Robots(RobotsReading.read(content));
  }

  /** By name. */
  public List<Robot> all() {
    return robots.values().stream().sorted(Comparator.comparing(Robot::name)).toList();
  }

  public Optional<Robot> find(String name) {
    return Optional.ofNullable(robots.get(name));
  }

  /** A text that stands for a secret and cannot be turned back into it; not for logs. */
  public static String stamp(byte[] secret) {
    return RobotSecret.sha256(secret);
  }

  /** Those of all secrets that a robot can log in with now. */
  public Set<String> stamps(String name, Instant now) {
    return find(name).filter(robot -> !robot.expires().isOver(now)).stream()
        .flatMap(robot -> robot.secrets().stream())
        .filter(secret -> !secret.expires().isOver(now))
        .map(StoredSecret::sha256)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Checks a login, in a time that tells nothing of the secrets.
   *
   * @param name without {@code robot+}
   * @param secret the bytes as they came
   */
  public Outcome check(String name, byte[] secret, Instant now) {
    Optional<Robot> found = find(name);
    Robot robot = found.orElse(NOBODY);
    String hash = RobotSecret.sha256(secret);
    StoredSecret right = StoredSecret.NONE;
    for (int i = 0; i < Robot.MOST_SECRETS; i++) {
      StoredSecret stored = robot.secret(i);
      right = stored.isOf(hash) ? stored : right;
    }
    if (right.equals(StoredSecret.NONE)) {
      return new Outcome.Refused(found.isEmpty() ? Reason.UNKNOWN_ROBOT : Reason.WRONG_SECRET);
    }
    return dated(robot, right, now);
  }

  private static Outcome dated(Robot robot, StoredSecret secret, Instant now) {
    if (robot.expires().isOver(now)) {
      return new Outcome.Refused(Reason.ROBOT_EXPIRED);
    }
    if (secret.expires().isOver(now)) {
      return new Outcome.Refused(Reason.SECRET_EXPIRED);
    }
    Expiry end = secret.until(robot.expires()).expires();
    return new Outcome.Accepted(
        new Identity.Robot(robot.name()),
        Optional.of(end).filter(e -> e.isOver(now, NOTICE)).map(Expiry::at));
  }
}
