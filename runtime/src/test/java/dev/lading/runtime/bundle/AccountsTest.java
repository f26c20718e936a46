package dev.lading.runtime.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.BundleException.UnknownAccount;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
  private static final String PASSWD =
      """
      root:x:0:0:root:/root:/bin/sh
      # a comment
      ada:x:1000:1001:Ada:/home/ada:/bin/sh
      ada:x:7:7:another:/elsewhere:/bin/sh
      1234:x:55:56:a number for a name:/number:/bin/sh
      homeless:x:60:61::relative:/bin/sh
      broken:x:no:0::/:/bin/sh
      short:x:1
      huge:x:99999999999:0::/:/bin/sh
      negative:x:-1:0::/:/bin/sh
      """;
  private static final String GROUP =
      """
      root:x:0:
      wheel:x:10:root,ada
      crew:x:20:ada
      crew2:x:20:ada
      own:x:1001:ada
      broken:x:many:ada
      """;

  private final Accounts accounts = accounts(PASSWD, GROUP);

  @ParameterizedTest
  @CsvSource({
    // asked, uid, gid, others, home
    "'', 0, 0, 10, /root",
    "root, 0, 0, 10, /root",
    "0, 0, 0, 10, /root",
    "ada, 1000, 1001, 10 20, /home/ada",
    "1000, 1000, 1001, 10 20, /home/ada",
    "1234, 55, 56, '', /number",
    "homeless, 60, 61, '', /",
    "4321, 4321, 0, '', /",
    "2147483647, 2147483647, 0, '', /",
    "ada:wheel, 1000, 10, '', /home/ada",
    "ada:77, 1000, 77, '', /home/ada",
    "5:6, 5, 6, '', /",
    ":20, 0, 20, '', /root",
  })
  void get_findsAsDockerDoes(String asked, int uid, int gid, String others, String home) {
    List<Integer> additional =
        others.isEmpty()
            ? List.of()
            : java.util.Arrays.stream(others.split(" ")).map(Integer::valueOf).toList();

    assertThat(accounts.get(asked)).isEqualTo(new Account(uid, gid, additional, home));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nobody", "broken", "short", "huge", "negative", "-1", "2147483648", "ada:none"})
  void get_ofOneThatIsNotThere_isRefused(String asked) {
    assertThatThrownBy(() -> accounts.get(asked)).isInstanceOf(UnknownAccount.class);
  }

  @Test
  void get_withoutTheGroupThatAColonPromises_isRefused() {
    assertThatThrownBy(() -> accounts.get("ada:")).isInstanceOf(InvalidOption.class);
  }

  @Test
  void anImageWithoutFiles_hasNumbersOnly() {
    Accounts none = Accounts.of(Optional.empty(), Optional.empty());

    assertThat(none.get("")).isEqualTo(new Account(0, 0, List.of(), "/"));
    assertThatThrownBy(() -> none.get("root")).isInstanceOf(UnknownAccount.class);
  }

  @Test
  void bytesThatAreNoText_areNoEntries() {
    byte[] noise = {(byte) 0xff, 0, ':', ':', '\n', (byte) 0xc0};
    Accounts hostile = Accounts.of(Optional.of(noise), Optional.of(noise));

    assertThat(hostile.get("7").uid()).isEqualTo(7);
  }

  private static Accounts accounts(String passwd, String group) {
    return Accounts.of(
        Optional.of(passwd.getBytes(StandardCharsets.UTF_8)),
        Optional.of(group.getBytes(StandardCharsets.UTF_8)));
  }
}
