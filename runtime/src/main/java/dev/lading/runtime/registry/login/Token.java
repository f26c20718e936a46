package dev.lading.runtime.registry.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a token server gave.
 *
 * @param value opaque
 * @param until it is used until then, a little less than it is valid
 */
record Token(String value, Instant until) {
  private static final Duration SHORTEST = Duration.ofSeconds(60);
  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final long LONGEST = Duration.ofDays(1).toSeconds();

  /** What may stand in a header behind {@code Bearer}, and base64 that is none. */
  private static final Pattern OPAQUE = Pattern.compile("[\\x21-\\x7e]{1,65536}");

  /** Empty when the answer bears no token. */
  static Optional<Token> of(ObjectNode answer, Clock clock) {
    return Stream.of("token", "access_token")
        .map(field -> answer.path(field).asText(""))
        .filter(value -> OPAQUE.matcher(value).matches())
        .findFirst()
        .map(value -> new Token(value, until(answer, clock.instant())));
  }

  boolean isUsable(Instant now) {
    return now.isBefore(until);
  }

  @Override
  public String toString() {
    return "token until " + until;
  }

  /**
   * By the server's clock where that agrees with ours well enough to be of use: a token that just
   * came is neither over already, nor valid for longer than it says.
   */
  private static Instant until(ObjectNode answer, Instant now) {
    long seconds = Math.min(answer.path("expires_in").asLong(0), LONGEST);
    Duration valid = Duration.ofSeconds(Math.max(seconds, SHORTEST.toSeconds()));
    Instant byUs = now.plus(valid);
    Instant byThem = issued(answer).map(issued -> issued.plus(valid)).orElse(byUs);
    boolean agrees = byThem.isAfter(now.plus(MARGIN)) && byThem.isBefore(byUs);
    return (agrees ? byThem : byUs).minus(MARGIN);
  }

  private static Optional<Instant> issued(ObjectNode answer) {
    try {
      return Optional.of(OffsetDateTime.parse(answer.path("issued_at").asText("")).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
