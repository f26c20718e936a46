package dev.lading.runtime.command;

import dev.lading.runtime.trust.FirstUse;
import dev.lading.trust.Gun;
import dev.lading.trust.key.KeyId;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides on a root that nothing leads to: it is one's own, or an option trusts it, or whoever sits
 * at the terminal does.
 *
 * @param isOwn whether a key is in the folder
 * @param isTrusted whether an option says so
 */
record FirstRoot(
    Predicate<KeyId> isOwn, boolean isTrusted, Optional<Console> terminal, PrintWriter err)
    implements FirstUse {
  private static final Set<String> YES = Set.of("y", "yes");

  @Override
  public boolean accepts(Gun gun, Set<KeyId> roots) {
    if (roots.stream().anyMatch(isOwn)) {
      return true;
    }
    String keys = new TreeSet<>(roots).stream().map(KeyId::hex).collect(Collectors.joining(" "));
    if (isTrusted) {
      err.println("lading: trusting the root of " + gun + " since it is the first: " + keys);
      return true;
    }
    return terminal.filter(console -> isConfirmed(console, gun, keys)).isPresent();
  }

  private static boolean isConfirmed(Console console, Gun gun, String keys) {
    String answer =
        console.readLine(
            "%s was never seen here. Its root key is %s.%nTrust it from now on? [y/N] ", gun, keys);
    return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
  }
}
