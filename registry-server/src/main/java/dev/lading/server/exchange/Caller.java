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
 * @param mayPush whether this request may add to the repository of that name: who may, is told only
 *     of what stays there for long enough to push what refers to it
 * @param maySee whether a listing shows the repository of that name; what a token is for may be
 *     less
 * @param mayPullUnsigned whether this request is exempt from the rules of trust in the repository
 *     of that name, as whoever signs or looks for flaws has to be
 * @param notices headers for the answer that are about the credentials
 */
public record Caller(
    Optional<String> name,
    Predicate<String> mayPull,
    Predicate<String> mayPush,
    Predicate<String> maySee,
    Predicate<String> mayPullUnsigned,
    List<Response.Header> notices) {
  /** Where nobody is asked who it is, nobody is exempt from anything either. */
  public static final Caller ANYBODY =
      new Caller(Optional.empty(), _ -> true, _ -> true, _ -> true, _ -> false, List.of());

  /** Anybody, where nothing can be pushed. */
  public static final Caller ANY_READER =
      new Caller(Optional.empty(), _ -> true, _ -> false, _ -> true, _ -> false, List.of());

  public Caller {
    notices = List.copyOf(notices);
  }

  /** This caller, who may only push where the other one may. */
  Caller within(Caller other) {
    return new Caller(name, mayPull, mayPush.and(other.mayPush), maySee, mayPullUnsigned, notices);
  }
}
