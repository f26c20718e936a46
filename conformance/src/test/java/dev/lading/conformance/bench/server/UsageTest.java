package dev.lading.conformance.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageTest {
  @Test
  void parse_nameWithParenthesis_countsUserAndSystemTicks() {
    String stat = "42 (a) b) S 1 42 42 0 -1 4194560 7 0 0 0 150 50 9 9 20 0 1 0 100 0 0";
    String status = "Name:\ta\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n";
    assertThat(Usage.parse(stat, status))
        .isEqualTo(new Usage(Duration.ofSeconds(2), 1 << 20, 1 << 21));
  }

  @Test
  void of_thisProcess_hasMemoryAndTime() throws IOException {
    Usage usage = Usage.of(ProcessHandle.current());
    assertThat(usage.residentBytes()).isPositive();
    assertThat(usage.cpu()).isPositive();
  }
}
