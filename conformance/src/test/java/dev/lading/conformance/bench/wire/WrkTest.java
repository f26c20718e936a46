package dev.lading.conformance.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WrkTest {
  private static final String OUTPUT =
      """
      Running 2s test @ http://127.0.0.1:5000/v2/
        2 threads and 16 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency   255.83us  411.52us   8.03ms   94.92%
          Req/Sec    41.20k     3.12k   46.05k    72.50%
        163954 requests in 2.01s, 26.11MB read
      """;

  @Test
  void parse_cleanRun_givesRequestsAndSeconds() {
    assertThat(Wrk.parse(OUTPUT)).isEqualTo(new Wrk(163954, 2.01));
  }

  @Test
  void parse_errorAnswers_areRefused() {
    assertThatThrownBy(() -> Wrk.parse(OUTPUT + "  Non-2xx or 3xx responses: 7\n"))
        .isInstanceOf(UnexpectedAnswer.class)
        .hasMessageContaining("7");
  }

  @Test
  void parse_socketErrors_areRefused() {
    assertThatThrownBy(
            () -> Wrk.parse(OUTPUT + "  Socket errors: connect 0, read 1, write 0, timeout 0\n"))
        .isInstanceOf(UnexpectedAnswer.class);
  }

  @Test
  void parse_noRequest_isRefused() {
    assertThatThrownBy(() -> Wrk.parse("  0 requests in 2.00s, 0.00B read"))
        .isInstanceOf(UnexpectedAnswer.class);
  }
}
