package dev.lading.server.exchange;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whoever sent a request that was let in.
 *
 * @param name for the log and for events; empty for nobody in particular
 * @param mayPull whether this request may read the repository of that name, also one that is not
 *     there
 * @param maySee whether a listing shows the repository of that name; what a token is for may be
 *     less
 * @param mayPullUnsigned whether this request is exempt from the rules of trust in the repository
 *     of that name, as whoever signs or looks for flaws has to be
 * @param notices headers for the answer that are about the credentials
 */
public record Caller(
    Optional<String> name,
    Predicate<String> mayPull,
    Predicate<String> maySee,
    Predicate<String> mayPullUnsigned,
    List<Response.Header> notices) {
  /** Where nobody is asked who it is, nobody is exempt from anything either. */
  public static final Caller ANYBODY =
      new Caller(Optional.empty(), _ -> true, _ -> true, _ -> false, List.of());

  public Caller {
    notices = List.copyOf(notices);
  }
}
