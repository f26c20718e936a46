package dev.lading.runtime.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * What the line of a command can say. It is told to picocli word by word: to find the same in
 * annotations takes longer than most commands run (docs/adr/0019).
 *
 * <p>What a supplier gives counts once the line was read. It throws nothing: picocli refuses values
 * that are not of their type.
 */
final class Syntax {
  private final CommandSpec spec;

  /**
   * @param description paragraphs of the help
   */
  Syntax(Callable<Integer> command, String... description) {
    spec = CommandSpec.wrapWithoutInspection(command);
    spec.versionProvider(() -> new String[] {"lading " + Version.text()});
    spec.usageMessage().description(description);
    add(
        OptionSpec.builder("-h", "--help")
            .type(boolean.class)
            .usageHelp(true)
            .description("Show this help message and exit."));
    add(
        OptionSpec.builder("-V", "--version")
            .type(boolean.class)
            .versionHelp(true)
            .description("Print version information and exit."));
  }

  /** The last lines of its help; the first is an example. */
  Syntax footer(String... lines) {
    String[] footer = new String[lines.length + 1];
    footer[0] = "";
    System.arraycopy(lines, 0, footer, 1, lines.length);
    spec.usageMessage().footer(footer);
    return this;
  }

  /** How it ends when it was asked wrongly, or failed; else 2 and 1. */
  Syntax failsWith(int code) {
    spec.exitCodeOnInvalidInput(code).exitCodeOnExecutionException(code);
    return this;
  }

  Syntax hidden() {
    spec.usageMessage().hidden(true);
    return this;
  }

  Supplier<Boolean> flag(OptionSpec.Builder option) {
    OptionSpec added = add(option.type(boolean.class));
    return () -> Boolean.TRUE.equals(added.getValue());
  }

  <T> Supplier<Optional<T>> value(Class<T> type, OptionSpec.Builder option) {
    OptionSpec added = add(option.type(type));
    return () -> Optional.ofNullable(added.getValue());
  }

  /** An option that can be repeated. */
  <T> Supplier<List<T>> values(Class<T> type, OptionSpec.Builder option) {
    OptionSpec added = add(option.type(List.class).auxiliaryTypes(type));
    return () -> Optional.<List<T>>ofNullable(added.getValue()).orElse(List.of());
  }

  /** The next word that is no option, and must be there. */
  <T> Supplier<T> parameter(Class<T> type, String label, String... description) {
    PositionalParamSpec added =
        add(parameter(label).index(next()).type(type).description(description).required(true));
    return added::getValue;
  }

  /** All further words: one at least. */
  Supplier<List<String>> parameters(String label) {
    return further(parameter(label).arity("1..*").required(true));
  }

  /** All further words: none, too. */
  Supplier<List<String>> optionalParameters(String label) {
    return further(parameter(label).arity("0..*"));
  }

  /** Made for one line; its words are read when it is executed. */
  CommandLine line(String word) {
    return new CommandLine(spec.name(word));
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** To be thrown: it was asked wrongly. */
  ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private OptionSpec add(OptionSpec.Builder option) {
    OptionSpec built = option.build();
    spec.addOption(built);
    return built;
  }

  private static PositionalParamSpec.Builder parameter(String label) {
    return PositionalParamSpec.builder().paramLabel(label);
  }

  private Supplier<List<String>> further(PositionalParamSpec.Builder parameter) {
    PositionalParamSpec added =
        add(parameter.index(next() + "..*").type(List.class).auxiliaryTypes(String.class));
    return () -> Optional.<List<String>>ofNullable(added.getValue()).orElse(List.of());
  }

  private String next() {
    return String.valueOf(spec.positionalParameters().size());
  }

  private PositionalParamSpec add(PositionalParamSpec.Builder parameter) {
    PositionalParamSpec built = parameter.build();
    spec.addPositional(built);
    return built;
  }
}
