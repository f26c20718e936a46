package dev.lading.runtime.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The words that can follow another on the command line, each with its command, which is made from
 * what comes after the word. To learn a command takes longer than to run some of them, so they are
 * made when they are named.
 */
record Words(Map<String, Function<List<String>, CommandLine>> commands) {
  /** In the order in which a help lists them. */
  Words and(String word, Supplier<Command> command) {
    return with(word, _ -> command.get().syntax().line(word));
  }

  /** One whose last words are another program's, to the letter. */
  Words andVerbatim(String word, Supplier<Command> command) {
    return with(
        word,
        _ ->
            command
                .get()
                .syntax()
                .line(word)
                .setStopAtPositional(true)
                .setExpandAtFiles(false)
                .setTrimQuotes(false));
  }

  /** One that has words of its own. */
  Words and(String word, Supplier<Command> command, Words below) {
    return with(word, next -> below.under(word, command, next));
  }

  Words and(Words others) {
    Map<String, Function<List<String>, CommandLine>> both = new LinkedHashMap<>(commands);
    both.putAll(others.commands);
    return new Words(both);
  }

  private Words with(String word, Function<List<String>, CommandLine> command) {
    return and(new Words(Map.of(word, command)));
  }

  /** Nothing yet. */
  static Words none() {
    return new Words(Map.of());
  }

  /**
   * Just the command that comes next; all of them, with what can be said without them, when none
   * does.
   */
  CommandLine under(String name, Supplier<Command> whole, List<String> next) {
    Optional<Function<List<String>, CommandLine>> command =
        next.stream().findFirst().map(commands::get);
    if (command.isPresent()) {
      return new CommandLine(CommandSpec.create().name(name))
          .addSubcommand(command.get().apply(next.subList(1, next.size())));
    }
    CommandLine line = whole.get().syntax().line(name);
    commands.values().forEach(each -> line.addSubcommand(each.apply(List.of())));
    return line;
  }
}
