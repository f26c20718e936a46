package dev.lading.content.interleaving;

import java.util.List;
import java.util.Optional;

/**
 * Runs a stage of an operation from its start over what it observed before, until it asks for
 * something that it has not seen yet: there it is stopped, by an error that unwinds its stack. Used
 * once.
 */
final class Playback implements Steps.Taker {
  private final List<Seen> past;
  private int at;
  private Optional<Call> wanted = Optional.empty();

  private Playback(List<Seen> past) {
    this.past = past;
  }

  /**
   * @throws NotRepeatable when it asks for something else than it did then
   */
  static Position.Next run(
      Operation operation, Position.Place place, List<Seen> past, Timing timing) {
    Playback playback = new Playback(past);
    Steps steps =
        new Steps(operation.name(), operation.process(), place.number(), timing, playback);
    Position.Next.Ended ended = run(place.stage(), steps);
    return playback
        .wanted
        .<Position.Next>map(Position.Next.Wanted::new)
        .orElseGet(() -> playback.ended(ended));
  }

  @Override
  public Object take(Call call) {
    if (wanted.isPresent()) {
      throw new Stopped(); // by a finally clause, on the way out
    }
    if (at == past.size()) {
      wanted = Optional.of(call);
      throw new Stopped();
    }
    Seen seen = past.get(at++);
    if (!seen.call().isSame(call)) {
      throw new NotRepeatable(seen.call(), call);
    }
    return seen.observed();
  }

  private static Position.Next.Ended run(Stage stage, Steps steps) {
    try {
      return new Position.Next.Ended(Optional.empty(), stage.run(steps));
    } catch (Stopped stopped) {
      return new Position.Next.Ended(Optional.of(stopped), Optional.empty());
    } catch (RuntimeException | AssertionError failure) {
      return new Position.Next.Ended(Optional.of(failure), Optional.empty());
    }
  }

  private Position.Next ended(Position.Next.Ended ended) {
    if (at < past.size()) {
      throw new NotRepeatable(past.get(at).call());
    }
    return ended;
  }

  /** No failure, and nothing that anybody handles. */
  private static final class Stopped extends Error {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("stopped here", null, false, false);
    }
  }

  /** An operation that depends on something else than what it observes by steps. */
  static final class NotRepeatable extends Error {
    private static final long serialVersionUID = 1;

    NotRepeatable(Call before, Call now) {
      super("did " + before + " (" + before.argument() + "), now " + now + " " + now.argument());
    }

    NotRepeatable(Call before) {
      super("did " + before + ", now ends before that");
    }
  }
}
