package dev.lading.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1, 1, 1",
    "512b, 512, 512",
    "4194304, 4194304, 4MiB",
    "64MiB, 67108864, 64MiB",
    "64 mib, 67108864, 64MiB",
    "1536KiB, 1572864, 1536KiB",
    "10GB, 10000000000, 9765625KiB",
    "2TiB, 2199023255552, 2TiB",
    "8388607TiB, 9223370937343148032, 8388607TiB",
    "9223372036854775807, 9223372036854775807, 9223372036854775807"
  })
  void parse_readsPowersOfTwoAndOfTen(String text, long bytes, String shortest) {
    assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes)).hasToString(shortest);
    assertThat(DataSize.parse(shortest)).isEqualTo(new DataSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MiB",
        "-1",
        "1.5GiB",
        "64M",
        "64m",
        "0x10",
        "1_000",
        "9223372036854775808",
        "8388608TiB",
        "99999999999999999999"
      })
  void parse_anythingElse_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DataSize.parse(text));
  }
}
