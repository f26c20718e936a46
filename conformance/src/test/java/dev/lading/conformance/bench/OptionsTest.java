package dev.lading.conformance.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.conformance.bench.row.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void parse_nothing_isTheWholeBenchmark() {
    Options options = parse();
    assertThat(options.isComplete()).isTrue();
    assertThat(options.rows()).isEqualTo(Row.all());
    assertThat(options.lading()).isEqualTo(Path.of("/repository/lading"));
  }

  @Test
  void parse_quickOrOneRow_isNotPublished() {
    assertThat(parse("--quick").isComplete()).isFalse();
    assertThat(parse("--row", "ping").isComplete()).isFalse();
    assertThat(parse("--profile").isComplete()).isFalse();
  }

  @Test
  void parse_peer_hasNameAndPath() {
    assertThat(parse("-Dpeer.v3=/opt/registry").peers())
        .isEqualTo(Map.of("v3", Path.of("/opt/registry")));
  }

  @Test
  void parse_mistakes_areNamed() {
    assertThatThrownBy(() -> parse("--row", "nonesuch")).hasMessageContaining("nonesuch");
    assertThatThrownBy(() -> parse("--row")).hasMessageContaining("--row");
    assertThatThrownBy(() -> parse("-Dpeer.=/x")).hasMessageContaining("-Dpeer.=/x");
  }

  private static Options parse(String... arguments) {
    return Options.parse(Path.of("/repository"), List.of(arguments));
  }
}
