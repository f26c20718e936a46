package dev.lading.conformance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Quartiles;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.row.Row;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Row ROW = Row.all().getFirst();

  @Test
  void markdown_namesMachineDateAndVerdicts() {
    String markdown = report(result(1.5)).markdown();
    assertThat(markdown)
        .contains("on 2026-11-20;", "- CPU: an abacus", "not run")
        .contains("| " + ROW.work() + " | A / B | 1.50 x | 1.00 - 2.00 | PASS >= 1.50 x |");
  }

  @Test
  void markdown_missedBound_isMarked() {
    assertThat(result(1.51).missed()).isTrue();
    assertThat(report(result(1.51)).markdown()).contains("| **MISS** >= 1.51 x |");
  }

  @Test
  void markdown_brokenRow_saysWhy() {
    var broken = new Result(ROW, List.of(), Optional.of("status 500"));
    assertThat(broken.missed()).isTrue();
    assertThat(report(broken).markdown()).contains("**MISS**: status 500");
  }

  private static Result result(double bound) {
    var ratio =
        Figure.bounded("A / B", new Quartiles(1, 1.5, 2), Unit.RATIO, new Bound.AtLeast(bound));
    return new Result(ROW, List.of(ratio), Optional.empty());
  }

  private static Report report(Result result) {
    var options = Options.parse(Path.of("/repository"), List.of());
    return new Report(
        LocalDate.of(2026, 11, 20), Map.of("CPU", "an abacus"), options, List.of(result));
  }
}
