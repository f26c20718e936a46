package dev.lading.auth.robots;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.auth.files.EditedFile;
import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.RefusedEdit;
import dev.lading.auth.files.RefusedEdit.Reason;
import dev.lading.auth.files.UnusableFile;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Edits a file of robots; what it says of other robots, and comments, stay.
 *
 * <p>Every edit throws {@link RefusedEdit} when it cannot be made, {@link UnusableFile} when the
 * file is wrong already, and what {@link EditedFile#edit} throws; the file is as it was then.
 */
public final class RobotsEditor {
  private final EditedFile file;
  private final InstantSource clock;
  private final SecureRandom random;

  public RobotsEditor(EditedFile file, InstantSource clock, SecureRandom random) {
    this.file = file;
    this.clock = clock;
    this.random = random;
  }

  /** All robots, by name. */
  public List<Robot> list() {
    return parse(file.text()).all();
  }

  /**
   * Adds a robot, which must not be there.
   *
   * @param comment what it is for; may be empty
   * @return its secret, which is kept nowhere else
   */
  public RobotSecret add(String name, Expiry expires, String comment) {
    if (!Robot.isName(name)) {
      throw new RefusedEdit(
          Reason.NAME_INVALID,
          "that is no name of a robot: a to z, 0 to 9, and single . _ - between, at most 64.");
    }
    RobotSecret secret = RobotSecret.make(random);
    Instant now = now();
    requireAhead(expires, now);
    file.edit(
        text -> {
          if (parse(text).find(name).isPresent()) {
            throw new RefusedEdit(
                Reason.NAME_TAKEN, name + " is there already. Run: lading robot rotate " + name);
          }
          return put(text, new Robot(name, expires, comment, List.of(stored(secret, now))));
        });
    return secret;
  }

  /**
   * Gives a robot another secret. The newest that it has stays good for the overlap, or until its
   * own end; any other ends now.
   *
   * @return the new secret, which is kept nowhere else
   */
  public RobotSecret rotate(String name, Duration overlap) {
    RobotSecret secret = RobotSecret.make(random);
    Instant now = now();
    Expiry end = new Expiry(now.plus(overlap));
    change(
        name,
        robot -> {
          List<StoredSecret> secrets = new ArrayList<>();
          newest(robot)
              .map(stored -> stored.until(end))
              .filter(stored -> !stored.expires().isOver(now))
              .ifPresent(secrets::add);
          secrets.add(stored(secret, now));
          return robot.with(secrets);
        });
    return secret;
  }

  /** Gives a robot another expiry. */
  public void renew(String name, Expiry expires) {
    requireAhead(expires, now());
    change(name, robot -> robot.until(expires));
  }

  /** Removes a robot. */
  public void remove(String name) {
    file.edit(
        text -> {
          List<Robot> left = new ArrayList<>(parse(text).all());
          left.remove(find(text, name));
          return verified(RobotsYaml.without(name, text), new Robots(left));
        });
  }

  private void change(String name, UnaryOperator<Robot> change) {
    file.edit(text -> put(text, change.apply(find(text, name))));
  }

  private String put(String text, Robot robot) {
    List<Robot> robots = new ArrayList<>(parse(text).all());
    robots.removeIf(other -> other.name().equals(robot.name()));
    robots.add(robot);
    return verified(RobotsYaml.with(robot, text), new Robots(robots));
  }

  private Robot find(String text, String name) {
    return parse(text)
        .find(name)
        .orElseThrow(
            () ->
                new RefusedEdit(
                    Reason.NAME_UNKNOWN, "there is no such robot. Run: lading robot list"));
  }

  /** YAML has ways (an alias, say) to write two robots at one place. */
  private String verified(String text, Robots expected) {
    if (!parse(text).all().equals(expected.all())) {
      throw new RefusedEdit(
          Reason.FILE_NOT_EDITABLE,
          file.path() + " is not written plainly enough. Write out its aliases.");
    }
    return text;
  }

  private Robots parse(String text) {
    return Robots.parse(new FileContent(file.path(), text.getBytes(UTF_8)));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static Optional<StoredSecret> newest(Robot robot) {
    return robot.secrets().reversed().stream().max(Comparator.comparing(StoredSecret::created));
  }

  private static StoredSecret stored(RobotSecret secret, Instant now) {
    return new StoredSecret(secret.sha256(), now, Expiry.NEVER);
  }

  private static void requireAhead(Expiry expires, Instant now) {
    if (expires.isOver(now)) {
      throw new RefusedEdit(Reason.EXPIRY_INVALID, expires + " has passed already.");
    }
  }
}
