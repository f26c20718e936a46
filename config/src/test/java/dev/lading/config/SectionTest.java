package dev.lading.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reads of {@code limits}, a section that may hold any key. */
class SectionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true | true
          True | true
          yes  | true
          on   | true
          y    | true
          'no' | false
          off  | false
          """)
  void flag_readsTheSpellingsOfYaml(String text, boolean expected) {
    assertThat(read("x: " + text, limits -> limits.flag("x", !expected)).get()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flag     | x: maybe    | "maybe" is neither true nor false; write one.
          number   | x: 11       | "11" is not a whole number from 1 to 10.
          number   | x: 1.5      | "1.5" is not a whole number from 1 to 10.
          number   | x: 1:30     | "1:30" is not a whole number from 1 to 10.
          number   | x: 99999999999999999999 | "99999999999999999999" is not a whole number from 1 to 10.
          choice   | x: loud     | "loud" is none of new, runnable, blocked, waiting, timed-waiting, terminated.
          duration | x: -1s      | "-1s" is not a duration; write for example 30s, 1h30m or 168h.
          size     | x: 1M       | "1M" is not a size; write for example 4194304, 64MiB or 10GB.
          value    | x: low      | "low" is not high.
          number   | x: [1]      | a single value belongs here. Write x: value.
          number   | x: {y: 1}   | a single value belongs here. Write x: value.
          section  | x: 1        | a section belongs here. Write its keys below, indented.
          sections | x: 1        | a list of sections belongs here. Begin each of them with a dash.
          sections | x: [1]      | every element must be a section. Write - name: value.
          texts    | x: [[1]]    | a list of texts belongs here. Write [one, two].
          texts    | x: {y: 1}   | a list of texts belongs here. Write [one, two].
          values   | x: [low]    | "low" is not high.
          textMap  | x: {y: [1]} | a single text belongs to y. Write y: text.
          textMap  | x: 1        | a section belongs here. Write its keys below, indented.
          """)
  void badValue_isAProblemAndTheDefaultStandsIn(String type, String line, String message) {
    var standIns = new ArrayList<Object>();

    var read = read(line, limits -> standIns.add(reader(type).apply(limits)));

    assertThat(read.problems())
        .map(Problem::toString)
        .containsExactly("config.yml:3: error: limits.x: " + message);
    assertThat(standIns).containsExactly(reader(type).apply(empty()));
    assertThatThrownBy(read::get).isInstanceOf(InvalidConfiguration.class);
  }

  private static Function<Section, Object> reader(String type) {
    return switch (type) {
      case "flag" -> section -> section.flag("x", true);
      case "number" -> section -> section.number("x", 5, 1, 10);
      case "choice" -> section -> section.choice("x", Thread.State.NEW);
      case "duration" -> section -> section.duration("x", Duration.ofSeconds(7));
      case "size" -> section -> section.size("x", DataSize.ofKiB(7));
      case "value" -> section -> section.value("x", "high", SectionTest::high);
      case "values" -> section -> section.values("x", List.of(), SectionTest::high);
      case "section" -> section -> section.section("x").text("y", "z");
      case "sections" -> section -> section.sections("x");
      case "texts" -> section -> section.texts("x", List.of("a"));
      case "textMap" -> section -> section.textMap("x");
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static String high(String text) {
    if (text.equals("high")) {
      return text;
    }
    throw new IllegalArgumentException("is not high");
  }

  @Test
  void duration_withoutUnit_countsNanosecondsAndSaysSo() {
    var read = read("x: 30", limits -> limits.duration("x", Duration.ZERO));

    assertThat(read.get()).isEqualTo(Duration.ofNanos(30));
    assertThat(read.warnings())
        .map(Problem::toString)
        .containsExactly(
            "config.yml:3: warning: limits.x: a number without a unit counts nanoseconds."
                + " Write for example 30s.");
    assertThat(read("x: 60000000000", limits -> limits.duration("x", Duration.ZERO)).problems())
        .isEmpty();
    assertThat(read("x: 0", limits -> limits.duration("x", Duration.ofDays(1))).problems())
        .isEmpty();
  }

  @Test
  void section_readTwice_isOneSection() {
    var read =
        read(
            "x: {a: 1, b: 2}",
            limits -> List.of(limits.section("x").text("a"), limits.section("x").text("b")));

    assertThat(read.problems()).isEmpty();
    assertThat(read.render()).contains("  x:\n    a: 1\n    b: 2\n");
  }

  @Test
  void sections_readTwice_areTheSame() {
    var read =
        read(
            "x: [{a: 1}]",
            limits -> {
              limits.sections("x").getFirst().text("a");
              return limits.sections("x").getFirst().text("a");
            });

    assertThat(read.problems()).isEmpty();
    assertThat(read.get()).contains("1");
  }

  @Test
  void origin_ofAnElement_isWhereItBegins() {
    var read =
        read(
            "x:\n    - a: 1\n      b: 2\n    - {a: 3}",
            limits -> {
              limits.sections("x").forEach(each -> List.of(each.text("a"), each.text("b")));
              return limits.sections("x").stream().map(Section::origin).toList();
            });

    assertThat(read.get())
        .containsExactly(new Origin.Line("config.yml", 4), new Origin.Line("config.yml", 6));
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/lading/config.yml, x: users,       /etc/lading/users",
    "/etc/lading/config.yml, x: ../users,    /etc/lading/../users",
    "/etc/lading/config.yml, x: /srv/users,  /srv/users",
    "config.yml,             x: users,       users",
    "a/config.yml,           x: users,       a/users",
  })
  void path_inAFile_beginsAtThatFile(String file, String line, Path expected) {
    String text = "version: 0.1\nlimits: {" + line + "}\n";

    assertThat(
            Configuration.parse(file, text, Map.of())
                .read(root -> root.section("limits").path("x"))
                .get())
        .contains(expected);
  }

  @Test
  void path_inAVariable_beginsAtTheWorkingDirectory() {
    assertThat(
            Configuration.parse("/a/b.yml", "version: 0.1", Map.of("REGISTRY_LIMITS_X", "users"))
                .read(root -> root.section("limits").path("x"))
                .get())
        .contains(Path.of("users"));
  }

  @Test
  void path_thatIsEmpty_isNotThere() {
    assertThat(read("x: ''", limits -> limits.path("x")).get()).isEmpty();
  }

  @Test
  void path_thatIsNone_isAProblem() {
    assertThat(read("x: \"a\\0b\"", limits -> limits.path("x")).errors())
        .singleElement()
        .asString()
        .startsWith("config.yml:3: error: limits.x: ")
        .contains("is no path");
  }

  @ParameterizedTest
  @CsvSource({"x:, true", "x: '', true", "x: 1, true", "y: 1, false"})
  void key_isWritten_alsoWithoutAValue(String line, boolean expected) {
    var read =
        read(
            line,
            limits -> {
              limits.text("y");
              limits.optional("x", Function.identity());
              return limits.isWritten("x");
            });

    assertThat(read.get()).isEqualTo(expected);
  }

  @Test
  void problem_ofAModule_standsAtItsKey() {
    var read =
        read(
            "x: 1\n  y: 2",
            limits -> {
              limits.number("x", 0, 0, 9);
              limits.number("y", 0, 0, 9);
              limits.problem("y", "is above limits.x. Lower it.");
              limits.warning("z", "is not set. Think of it.");
              return limits.isSet("y");
            });

    assertThat(read.problems())
        .map(Problem::toString)
        .containsExactly(
            "config.yml:2: warning: limits.z: is not set. Think of it.",
            "config.yml:4: error: limits.y: is above limits.x. Lower it.");
  }

  @Test
  void keyOutsideTheTable_isAMistakeOfTheModule() {
    assertThatThrownBy(
            () ->
                Configuration.parse("config.yml", "version: 0.1", Map.of())
                    .read(root -> root.section("http").text("colour")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not in known-keys.txt: http.colour");
  }

  private static <T> Effective<T> read(String line, Function<Section, T> reader) {
    String text = "version: 0.1\nlimits:\n  " + line + "\n";
    return Configuration.parse("config.yml", text, Map.of())
        .read(root -> reader.apply(root.section("limits")));
  }

  private static Section empty() {
    Tree.Mapping nothing = Tree.Mapping.empty(new Origin.Default());
    return new Section(
        new Written(KeyPath.parse("limits"), nothing, KnownKeys.load(), new ArrayList<>()));
  }
}
