package dev.lading.server.access;

import dev.lading.auth.Identity;
import dev.lading.auth.LoginName;
import dev.lading.auth.password.Htpasswd;
import dev.lading.auth.password.PasswordCheck;
import dev.lading.auth.robots.LastUsed;
import dev.lading.auth.robots.Robots;
import dev.lading.auth.token.service.Accounts;
import dev.lading.server.exchange.Origin;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves names and secrets, of users and of robots. Safe for any number of threads. */
public final class Logins implements Accounts {
  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

  private final Optional<Users> users;
  private final Optional<Supplier<Robots>> robots;
  private final LastUsed lastUsed;
  private final InstantSource clock;

  /**
   * The users there are.
   *
   * @param file as it is now; the same that the check asks
   */
  public record Users(Supplier<Htpasswd> file, PasswordCheck check) {}

  /** What came of a login. */
  sealed interface Outcome {
    record Accepted(Proof.Known proof) implements Outcome {}

    record Refused() implements Outcome {}

    record Busy(Duration retryAfter) implements Outcome {}
  }

  /** Where there is no file of users, or of robots, nobody is one. */
  public Logins(
      Optional<Users> users,
      Optional<Supplier<Robots>> robots,
      LastUsed lastUsed,
      InstantSource clock) {
    this.users = users;
    this.robots = robots;
    this.lastUsed = lastUsed;
    this.clock = clock;
  }

  /**
   * Whom a certificate names. That somebody has issued it was verified when the connection began,
   * which may outlive it.
   *
   * <p>Without rules it is no login: whoever configured passwords or tokens and clients'
   * certificates, as for distribution, asks for both.
   */
  Optional<Proof.Known> certified(Origin origin, Policies policies) {
    if (!policies.areGiven()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    return origin
        .certificate()
        .filter(certificate -> now.isBefore(certificate.validUntil()))
        .flatMap(
            certificate ->
                certificate
                    .user()
                    .filter(name -> LoginName.of(name) instanceof LoginName.User)
                    .map(name -> new Identity.User(name, Set.copyOf(certificate.groups()))))
        .map(user -> new Proof.Known(user, Optional.empty(), Optional.empty()));
  }

  Outcome check(Credentials.Basic basic, String address) {
    return switch (LoginName.of(basic.name())) {
      case LoginName.User(String name) -> user(name, basic.secret(), address);
      case LoginName.Robot(String name) -> robot(name, basic.secret());
    };
  }

  @Override
  public Optional<Account> find(Identity who) {
    return switch (who) {
      case Identity.Anonymous _ -> Optional.empty();
      case Identity.User user ->
          users
              .flatMap(all -> all.file().get().stamp(user.name()))
              .map(stamp -> new Account(new Identity.User(user.name(), Set.of()), Set.of(stamp)));
      case Identity.Robot robot ->
          robots
              .map(all -> all.get().stamps(robot.name(), clock.instant()))
              .filter(stamps -> !stamps.isEmpty())
              .map(stamps -> new Account(robot, stamps));
    };
  }

  private Outcome user(String name, byte[] password, String address) {
    if (users.isEmpty()) {
      return new Outcome.Refused();
    }
    return switch (users.get().check().check(name, password, address)) {
      case PasswordCheck.Outcome.Accepted(Identity.User user) ->
          new Outcome.Accepted(
              new Proof.Known(user, users.get().file().get().stamp(name), Optional.empty()));
      case PasswordCheck.Outcome.Refused() -> new Outcome.Refused();
      case PasswordCheck.Outcome.Busy(Duration retryAfter) -> new Outcome.Busy(retryAfter);
    };
  }

  private Outcome robot(String name, byte[] secret) {
    if (robots.isEmpty()) {
      return new Outcome.Refused();
    }
    return switch (robots.get().get().check(name, secret, clock.instant())) {
      case Robots.Outcome.Accepted(Identity.Robot robot, var expiresSoon) -> {
        lastUsed.note(robot);
        yield new Outcome.Accepted(
            new Proof.Known(robot, Optional.of(Robots.stamp(secret)), expiresSoon));
      }
      case Robots.Outcome.Refused(Robots.Reason reason) -> {
        LOG.info("a robot is not let in name={} reason={}", Printable.of(name), reason);
        yield new Outcome.Refused();
      }
    };
  }
}
