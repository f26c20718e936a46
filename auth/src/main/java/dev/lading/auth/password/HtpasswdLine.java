package dev.lading.auth.password;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** One line of a password file. */
sealed interface HtpasswdLine {
  int LONGEST = 1024;
  int LONGEST_QUOTE = 60;

  /** Nothing that concerns a user: a comment, or nothing at all. */
  record Other() implements HtpasswdLine {}

  /** Neither a comment nor {@code name:hash}. */
  record Unreadable(String fault) implements HtpasswdLine {}

  /** A user whose hash is one that is used here. */
  record Entry(String name, BcryptHash hash) implements HtpasswdLine {}

  /** A user who cannot log in. */
  record Unusable(String name, String fault) implements HtpasswdLine {
    @Override
    public String toString() {
      return shown(name) + " " + fault;
    }
  }

  /** The lines of a file, each with its end, so that together they are the file again. */
  static Stream<String> in(String text) {
    return Arrays.stream(text.split("(?<=\n)", -1));
  }

  static HtpasswdLine of(String text) {
    String line = text.strip();
    if (line.isEmpty() || line.startsWith("#")) {
      return new Other();
    }
    int colon = line.indexOf(':');
    if (line.length() > LONGEST) {
      return new Unreadable("is longer than " + LONGEST + " characters. Remove the line.");
    }
    return colon < 0
        ? new Unreadable("is not name:hash. Write # before it if it is a comment.")
        : user(line.substring(0, colon), line.substring(colon + 1));
  }

  /** The user whom the line is about, able to log in or not. */
  default Optional<String> user() {
    return switch (this) {
      case Entry(String name, BcryptHash _) -> Optional.of(name);
      case Unusable(String name, String _) -> Optional.of(name);
      case Other _, Unreadable _ -> Optional.empty();
    };
  }

  /** A name as messages show it: on one line and not too long. */
  static String shown(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return '"'
        + (line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "..." : line)
        + '"';
  }

  private static HtpasswdLine user(String name, String hash) {
    Optional<String> fault = UserNames.fault(name).map(what -> what + ". Change or remove it.");
    Optional<BcryptHash> bcrypt = BcryptHash.find(hash);
    return fault
        .or(() -> hashFault(hash, bcrypt).map(what -> what + ". Run: lading user passwd " + name))
        .<HtpasswdLine>map(what -> new Unusable(name, what))
        .orElseGet(() -> new Entry(name, bcrypt.orElseThrow()));
  }

  /** Never shows the hash, which might be a password that somebody forgot to hash. */
  private static Optional<String> hashFault(String hash, Optional<BcryptHash> bcrypt) {
    if (bcrypt.isEmpty()) {
      return Optional.of(
          "has a password that is " + kind(hash) + "; only bcrypt ($2y$, $2a$, $2b$) is used");
    }
    int cost = bcrypt.get().cost();
    if (cost >= BcryptHash.LOWEST_COST && cost <= BcryptHash.HIGHEST_COST) {
      return Optional.empty();
    }
    return Optional.of(
        "has a bcrypt cost of %d, and only %d to %d are used"
            .formatted(cost, BcryptHash.LOWEST_COST, BcryptHash.HIGHEST_COST));
  }

  private static String kind(String hash) {
    int end = hash.indexOf('$', 1);
    return switch (hash.startsWith("$") && end > 0 ? hash.substring(1, end) : hash) {
      case "apr1", "1" -> "hashed with MD5";
      case "5" -> "hashed with SHA-256 crypt";
      case "6" -> "hashed with SHA-512 crypt";
      case "2", "2x" -> "hashed with a broken kind of bcrypt";
      case "2a", "2b", "2y" -> "a bcrypt hash cut short or changed";
      case "argon2i", "argon2id" -> "hashed with Argon2";
      case String other when other.startsWith("{SHA}") -> "hashed with SHA-1";
      default -> "not hashed, or in an unknown way";
    };
  }
}
