package dev.lading.auth.password;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import dev.lading.auth.files.UnusableFile.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** The users of a password file, as {@code htpasswd -B} writes it. Immutable. */
public final class Htpasswd {
  private final SequencedMap<String, BcryptHash> users;
  private final int highestCost;

  private Htpasswd(SequencedMap<String, BcryptHash> users) {
    this.users = Collections.unmodifiableSequencedMap(users);
    this.highestCost =
        users.values().stream().mapToInt(BcryptHash::cost).max().orElse(BcryptHash.USUAL_COST);
  }

  /**
   * Reads {@code name:hash} lines; comments begin with {@code #}.
   *
   * @throws UnusableFile when a line is anything else, a hash is not bcrypt or too costly, or a
   *     user is there twice: were such a line left out, its user would only ever learn of a wrong
   *     password
   */
  public static Htpasswd parse(FileContent content) {
    var reading = new Reading();
    HtpasswdLine.in(content.text()).map(HtpasswdLine::of).forEach(reading::take);
    if (!reading.problems.isEmpty()) {
      throw new UnusableFile(content.file(), reading.problems);
    }
    return new Htpasswd(reading.users);
  }

  /** In the order of the file. */
  public List<String> names() {
    return List.copyOf(users.keySet());
  }

  /** A text that changes whenever the user's password does; not for logs. */
  public Optional<String> stamp(String name) {
    return find(name).map(BcryptHash::text);
  }

  Optional<BcryptHash> find(String name) {
    return Optional.ofNullable(users.get(name));
  }

  /** What is verified against for a user who is not there, at the highest cost of those who are. */
  BcryptHash decoy() {
    return BcryptHash.decoy(highestCost);
  }

  /**
   * What else is verified against before a user of this hash is refused, so that a refusal costs
   * the same for every name: one of each cost from its own up, below the highest. With the hash
   * itself, these make 2<sup>highest</sup> rounds.
   */
  List<BcryptHash> padding(BcryptHash hash) {
    return IntStream.range(hash.cost(), highestCost).mapToObj(BcryptHash::decoy).toList();
  }

  /** What was read so far. Mutable, and confined to one call. */
  private static final class Reading {
    private final SequencedMap<String, BcryptHash> users = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Integer> firstLines = new HashMap<>();
    private int line;

    void take(HtpasswdLine next) {
      line++;
      next.user().ifPresent(this::requireNew);
      switch (next) {
        case HtpasswdLine.Other _ -> {}
        case HtpasswdLine.Unreadable(String fault) -> problems.add(new Problem(line, fault));
        case HtpasswdLine.Unusable unusable -> problems.add(new Problem(line, unusable.toString()));
        case HtpasswdLine.Entry(String name, BcryptHash hash) -> users.putIfAbsent(name, hash);
      }
    }

    private void requireNew(String name) {
      Integer first = firstLines.putIfAbsent(name, line);
      if (first != null) {
        problems.add(
            new Problem(
                line,
                "%s is on line %d, too. Keep one of them."
                    .formatted(HtpasswdLine.shown(name), first)));
      }
    }
  }
}
