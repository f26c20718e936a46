package dev.lading.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

  @ParameterizedTest
  @CsvSource({
    "addr, addr, 0",
    "ADDR, addr, 0",
    "adr, addr, 1",
    "addrs, addr, 1",
    "adrd, addr, 1",
    "bddr, addr, 1",
    "host, addr, 4",
    "'', addr, 4"
  })
  void distance_countsEdits(String a, String b, int expected) {
    assertThat(NearestName.distance(a, b)).isEqualTo(expected);
    assertThat(NearestName.distance(b, a)).isEqualTo(expected);
  }

  @Test
  void find_takesTheNearestAndNothingThatIsFar() {
    List<String> names = List.of("addr", "addrs", "host", "headers");

    assertThat(NearestName.find("adrs", names)).contains("addrs");
    assertThat(NearestName.find("hosst", names)).contains("host");
    assertThat(NearestName.find("colour", names)).isEmpty();
  }
}
