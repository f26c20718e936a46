package dev.lading.runtime.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The words that can follow another on the command line, each with its command. To learn a command
 * takes longer than to run most of them, so they are made when they are named.
 */
record Words(Map<String, Supplier<CommandLine>> commands) {
  /** In the order in which a help lists them. */
  Words and(String word, Supplier<Object> command) {
    return with(word, () -> new CommandLine(command.get()));
  }

  /** One whose last words are another program's, to the letter. */
  Words andVerbatim(String word, Supplier<Object> command) {
    return with(
        word,
        () ->
            new CommandLine(command.get())
                .setStopAtPositional(true)
                .setExpandAtFiles(false)
                .setTrimQuotes(false));
  }

  /** One that has words of its own. */
  Words and(String word, Supplier<Object> command, Words below, Optional<String> named) {
    return with(word, () -> below.under(word, command, named));
  }

  Words and(Words others) {
    Map<String, Supplier<CommandLine>> both = new LinkedHashMap<>(commands);
    both.putAll(others.commands);
    return new Words(both);
  }

  private Words with(String word, Supplier<CommandLine> command) {
    return and(new Words(Map.of(word, command)));
  }

  /** Nothing yet. */
  static Words none() {
    return new Words(Map.of());
  }

  /**
   * Just the command that is named; all of them, with what can be said without them, when none is.
   */
  CommandLine under(String name, Supplier<Object> whole, Optional<String> named) {
    Optional<Supplier<CommandLine>> command = named.map(commands::get);
    if (command.isPresent()) {
      return new CommandLine(CommandSpec.create().name(name)).addSubcommand(command.get().get());
    }
    CommandLine line = new CommandLine(whole.get());
    commands.values().forEach(each -> line.addSubcommand(each.get()));
    return line;
  }
}
