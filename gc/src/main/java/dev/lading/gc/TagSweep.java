package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.store.Doomed;
import dev.lading.content.store.Removals.Outcome;
import dev.lading.content.store.Tags;
import dev.lading.storage.StorageException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes tags that a rule lets go, as everything else goes: whoever pushes the tag meanwhile has
 * claimed it.
 *
 * @param removal removes one thing, or only looks what would come of it
 */
record TagSweep(
    Tags tags, Function<Doomed, Outcome> removal, Pace pace, Stopping stopping, Problems problems) {
  private static final Logger LOG = LoggerFactory.getLogger(TagSweep.class);

  /** Whether it went; false also when nothing more may be removed. */
  boolean isGone(Mark.GoingTag going) {
    if (stopping.reason().isPresent()) {
      problems.add(stopping.reason().get());
      return false;
    }
    pace.await();
    try {
      return stillNames(going) && isGone(going, removal.apply(going.doomed()));
    } catch (StorageException e) {
      LOG.warn("tag cannot be removed tag={}:{}", going.repository(), going.tag(), e);
      problems.add(failed(going, "the store failed; the log tells more"));
      return false;
    }
  }

  private boolean stillNames(Mark.GoingTag going) {
    Digest named = going.target();
    return tags.resolve(going.repository(), going.tag()).filter(named::equals).isPresent();
  }

  private boolean isGone(Mark.GoingTag going, Outcome outcome) {
    switch (outcome) {
      case REMOVED, CLAIMED -> {}
      case UNCONFIRMED -> problems.add(failed(going, "the store did not confirm it in time"));
      case HELD -> stop(Sweep.HELD);
      case RUN_OVER -> stop(Sweep.RUN_OVER);
    }
    return outcome == Outcome.REMOVED;
  }

  private void stop(Problem because) {
    stopping.stop(because);
    problems.add(because);
  }

  private static Problem failed(Mark.GoingTag going, String what) {
    return new Problem(Problem.Kind.REMOVAL_FAILED, going.repository() + ":" + going.tag(), what);
  }
}
