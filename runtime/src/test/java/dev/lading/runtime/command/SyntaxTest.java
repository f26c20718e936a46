package dev.lading.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class SyntaxTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private final Syntax syntax =
      new Syntax(this::done, "Moves boxes.", "All of them.")
          .footer("Example: move --fast here there")
          .failsWith(125);
  private final Supplier<Boolean> fast =
      syntax.flag(OptionSpec.builder("-f", "--fast").description("Runs."));
  private final Supplier<Optional<DayOfWeek>> day =
      syntax.value(DayOfWeek.class, OptionSpec.builder("--day").paramLabel("DAY"));
  private final Supplier<List<Path>> boxes =
      syntax.values(Path.class, OptionSpec.builder("--box").paramLabel("FILE").splitRegex(","));
  private final Supplier<String> from = syntax.parameter(String.class, "FROM", "Where they are.");
  private final Supplier<List<String>> to = syntax.parameters("TO");

  private int done() {
    syntax.out().print("done");
    return 7;
  }

  @Test
  void whatIsSaid_isThere() {
    int exit = run("-f", "--day", "friday", "--box=a,b", "--box", "c", "here", "there", "and");

    assertThat(exit).isEqualTo(7);
    assertThat(out).hasToString("done");
    assertThat(fast.get()).isTrue();
    assertThat(day.get()).contains(DayOfWeek.FRIDAY);
    assertThat(boxes.get()).containsExactly(Path.of("a"), Path.of("b"), Path.of("c"));
    assertThat(from.get()).isEqualTo("here");
    assertThat(to.get()).containsExactly("there", "and");
  }

  @Test
  void whatIsNotSaid_isNot() {
    assertThat(run("here", "there")).isEqualTo(7);

    assertThat(fast.get()).isFalse();
    assertThat(day.get()).isEmpty();
    assertThat(boxes.get()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\", \"Missing required parameters: 'FROM', 'TO'\"",
        "here, Missing required parameter: 'TO'",
        "--day=noon here there, Invalid value for option '--day'",
        "--day, Missing required parameter for option '--day' (DAY)",
        "--slow here there, Unknown option: '--slow'",
        "-f -f here there, option '--fast' should be specified only once",
      })
  void whatIsWrong_isRefusedWithItsOwnCode(String line, String message) {
    int exit = run(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(exit).isEqualTo(125);
    assertThat(err.toString()).contains(message).contains("See move --help");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void theHelp_saysItAll() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString())
        .startsWith("Usage: move [-fhV] [--day=DAY] [--box=FILE[,FILE...]]... FROM TO...")
        .contains("Moves boxes.", "All of them.", "Runs.", "Where they are.")
        .endsWith("Example: move --fast here there" + System.lineSeparator());
  }

  @Test
  void theVersion_isTheProgramsOwn() {
    assertThat(run("-V")).isZero();
    assertThat(out).hasToString("lading development" + System.lineSeparator());
  }

  @Test
  void furtherWords_mayBeNone() {
    Syntax other = new Syntax(() -> 0, "Sends.");
    Supplier<List<String>> words = other.optionalParameters("WORD");

    assertThat(other.line("send").execute()).isZero();
    assertThat(words.get()).isEmpty();
    assertThat(other.line("send").execute("a", "b")).isZero();
    assertThat(words.get()).containsExactly("a", "b");
  }

  private int run(String... words) {
    CommandLine line = syntax.line("move");
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setParameterExceptionHandler(new Usage())
        .execute(words);
  }
}
