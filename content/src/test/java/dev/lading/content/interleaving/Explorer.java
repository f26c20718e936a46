package dev.lading.content.interleaving;

import dev.lading.content.interleaving.Violation.Taken;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Visits all states that a scenario can come to, depth first, each once.
 *
 * <p>The stack of running code cannot be copied, so it is not kept: an operation is what it has
 * observed ({@link Position}). What it does next depends on nothing else, since all that it shares
 * is asked for by steps; so its code is run once for each different past, on its own and over what
 * it observed then ({@link Playback}), and never again. What remains of an execution is a walk
 * through immutable worlds and trees of positions. That is why neither threads nor coroutines are
 * needed: those would have to run all operations anew for each of the orders, of which there are
 * many more than pasts of one operation.
 *
 * <p>A past only ever grows, so no state comes twice on one path; together with {@link Reduction}
 * every end is found, and every state in which an invariant is broken, or another with the same
 * complaint. Left out on purpose: sleep sets, which save steps and no states, where a step costs
 * about as much as asking whether it can be saved.
 *
 * <p>What operations of one process share in memory is part of the world as far as they say so by
 * steps: locks, and what they {@link Steps#remember}. Any other cache each has for itself, and
 * fills it by what it did before.
 */
final class Explorer {
  /** Takes no step but to let time pass when all wait. */
  static final String NOBODY = "time";

  private final Scenario scenario;
  private final List<Operation> operations;
  private final List<Behaviour> behaviours;
  private final Reduction reduction;
  private final Deque<Step> path = new ArrayDeque<>();
  private final Set<Long> worlds = new HashSet<>();
  private Hashes visited = new Hashes();
  private Optional<Violation> violation = Optional.empty();
  private long steps;
  private long ends;

  /** As it is written down only when somebody wants to read it. */
  private record Step(String who, Object what, Object observed) {
    Taken taken() {
      return new Taken(who, what.toString(), observed.toString());
    }
  }

  private Explorer(Scenario scenario) {
    this.scenario = scenario;
    this.operations = scenario.operations();
    this.behaviours =
        operations.stream().map(each -> new Behaviour(each, scenario.timing())).toList();
    this.reduction = new Reduction(operations, scenario.watched(), scenario.isReduced());
  }

  static Report explore(Scenario scenario) {
    return new Explorer(scenario).explore();
  }

  private Report explore() {
    int passes = 0;
    do {
      passes++;
      pass();
    } while (reduction.isSurprised() && violation.isEmpty());
    return new Report(
        scenario.name(),
        passes,
        visited.size(),
        steps,
        ends,
        behaviours.stream().mapToLong(Behaviour::runs).sum(),
        behaviours.stream().mapToLong(Behaviour::stepsRun).sum(),
        worlds,
        violation);
  }

  private void pass() {
    visited = new Hashes();
    worlds.clear();
    steps = 0;
    ends = 0;
    reduction.learn(behaviours);
    State start = State.of(scenario.start(), behaviours);
    complain(start.world(), scenario.always());
    for (int i = 0; i < operations.size(); i++) {
      complain(i, start.at(i));
    }
    visit(start);
  }

  private void visit(State state) {
    if (!visited.add(state.hash())) {
      return;
    }
    int live = which(i -> isLive(state, i));
    int possible = which(i -> (live & (1 << i)) != 0 && isPossible(state, i));
    if (possible == 0) {
      stop(state, live);
      return;
    }
    int chosen = reduction.choose(state, live, possible);
    for (int rest = chosen; rest != 0 && violation.isEmpty(); rest &= rest - 1) {
      take(state, Integer.numberOfTrailingZeros(rest));
    }
  }

  private void take(State state, int operation) {
    Position before = state.at(operation);
    WorldSite site = new WorldSite(state.world(), scenario.timing());
    Object observed = before.call().take(site);
    Position after = after(operation, before, observed);
    State next = state.with(site.world(), operation, after);
    for (String killed : operations.get(operation).kills()) {
      int index = scenario.indexOf(killed);
      next = next.killed(index, operations.get(index));
    }
    steps++;
    path.addLast(new Step(operations.get(operation).name(), before.call(), observed));
    if (reduction.isVisible(before)) {
      complain(next.world(), scenario.always());
    }
    complain(operation, after);
    go(next);
  }

  private Position after(int operation, Position before, Object observed) {
    boolean isNew = before.after(observed).isEmpty();
    Position after = behaviours.get(operation).after(before, observed);
    if (isNew) {
      reduction.met(operation, after, before);
    }
    return after;
  }

  /** To where the last step of the path led. */
  private void go(State next) {
    if (violation.isEmpty()) {
      visit(next);
    }
    path.removeLast();
  }

  /** Nobody can take a step. */
  private void stop(State state, int live) {
    List<Integer> left =
        IntStream.range(0, operations.size())
            .filter(i -> (live & (1 << i)) != 0 && !operations.get(i).isCrash())
            .boxed()
            .toList();
    if (left.isEmpty()) {
      end(state);
    } else if (left.stream().noneMatch(i -> isWaiting(state.at(i)))) {
      violated("deadlock: " + names(left));
    } else if (state.waited() == scenario.patience()) {
      violated("waiting for ever: " + names(left));
    } else {
      wait(state);
    }
  }

  private void end(State state) {
    if (state.phase() < scenario.lastPhase()) {
      visit(state.inNextPhase(operations));
      return;
    }
    ends++;
    worlds.add(state.world().hash());
    complain(state.world(), scenario.atTheEnd());
  }

  private void wait(State state) {
    WorldSite site = new WorldSite(state.world(), scenario.timing());
    Times.pass(site, scenario.timing().tick());
    steps++;
    path.addLast(new Step(NOBODY, "pass " + scenario.timing().tick(), ""));
    go(state.waited(site.world()));
  }

  private boolean isLive(State state, int operation) {
    return operations.get(operation).phase() == state.phase() && !state.at(operation).isEnd();
  }

  private boolean isPossible(State state, int operation) {
    Operation asked = operations.get(operation);
    if (asked.isCrash()) {
      return asked.kills().stream().anyMatch(each -> isLive(state, scenario.indexOf(each)));
    }
    WorldSite site = new WorldSite(state.world(), scenario.timing());
    return state.at(operation).call().isPossible().test(site);
  }

  private static boolean isWaiting(Position position) {
    return position.call().verb().equals(Steps.WAKE);
  }

  private void complain(World world, List<Check> checks) {
    WorldSite site = new WorldSite(world, scenario.timing());
    checks.stream()
        .flatMap(each -> each.complaint(site).stream())
        .findFirst()
        .ifPresent(this::violated);
  }

  private void complain(int operation, Position position) {
    if (Math.max(position.depth(), position.place().number()) > scenario.mostSteps()) {
      violated("endless: " + operations.get(operation).name());
    } else if (position.next() instanceof Position.Next.Ended(var failure, _)) {
      failure.ifPresent(
          thrown -> violated(operations.get(operation).name() + " failed: " + thrown));
    }
  }

  private void violated(String what) {
    if (violation.isEmpty()) {
      violation = Optional.of(new Violation(what, path.stream().map(Step::taken).toList()));
    }
  }

  private String names(List<Integer> which) {
    return which.stream().map(i -> operations.get(i).name()).collect(Collectors.joining(", "));
  }

  private int which(IntPredicate wanted) {
    int bits = 0;
    for (int i = 0; i < operations.size(); i++) {
      bits |= wanted.test(i) ? 1 << i : 0;
    }
    return bits;
  }
}
