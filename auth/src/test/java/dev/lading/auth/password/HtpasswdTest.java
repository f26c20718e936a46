package dev.lading.auth.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtpasswdTest {
  static final String HASH = "$2y$05$C2gRI2ONiPb0wgg7ZiQ3lOP9BMkGO1GalySS2AxUAIkf1NkUWEOUi";

  @Test
  void parse_readsUsersAndNothingElse() {
    Htpasswd users =
        parse(
            "\uFEFF# users\n\n  \nalice:"
                + HASH
                + "\r\n  # more: x\n bob:"
                + HASH
                + " \nc d@e:"
                + HASH);
    assertThat(users.names()).containsExactly("alice", "bob", "c d@e");
    assertThat(users.find("alice").orElseThrow().text()).isEqualTo(HASH);
    assertThat(users.find("Alice")).isEmpty();
    assertThat(users.find("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nobody\n"})
  void parse_ofNobody_isNobody(String text) {
    assertThat(parse(text).names()).isEmpty();
    assertThat(parse(text).decoy().cost()).isEqualTo(10);
  }

  /** Made by htpasswd of Apache 2.4 with -m, -s, -2, -5 and -d. */
  @ParameterizedTest
  @CsvSource({
    "$apr1$qx1lsmMA$p92jhPSZVeeoKlyCp1JXm.,                         hashed with MD5",
    "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=,                             hashed with SHA-1",
    "$5$WBkyATxkGmid3fbb$c14QzkMTpY6hHj7CaD6vHp8.tDvAVICpA9JzdC60enB, SHA-256 crypt",
    "$6$qKHsfdTH9k2qXrRO$7pdLIz0xrvEQbjsJuTOTo8nPdv7Rhhe,           SHA-512 crypt",
    "$argon2id$v=19$m=65536$c29tZXNhbHQ$RdescudvJCsgt3ub,           hashed with Argon2",
    "$2x$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a,  broken kind of bcrypt",
    "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKm,              cut short or changed",
    "$2y$15$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a,  bcrypt cost of 15",
    "$2y$99$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a,  bcrypt cost of 99",
    "$2y$03$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a,  bcrypt cost of 3",
    "Vgj1cz95.z.RY,                                                 not hashed",
    "secret,                                                        not hashed",
    "$,                                                             not hashed",
    "'',                                                            not hashed",
  })
  void parse_ofAnotherHash_saysHowToMendIt(String hash, String fault) {
    UnusableFile unusable = unusable("# users\nalice:" + HASH + "\nold:" + hash + "\n");
    assertThat(unusable).hasMessageStartingWith("users.htpasswd:3: \"old\" has a ");
    assertThat(unusable)
        .hasMessageContaining(fault)
        .hasMessageEndingWith("Run: lading user passwd old");
  }

  @Test
  void parse_ofAPasswordInPlace_doesNotRepeatIt() {
    assertThat(unusable("alice:hunter2\n").getMessage()).doesNotContain("hunter2");
    assertThat(unusable("hunter2\n").getMessage()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "robot+ci,  lading robot add",
    "'',        1 to 255",
    "a\tb,      control character",
    "a\u0085b,  control character",
    "'a ',      space at an end",
  })
  void parse_ofANameThatCannotBe_isRefused(String name, String fault) {
    assertThat(unusable(name + ":" + HASH)).hasMessageContaining(fault);
  }

  @Test
  void parse_ofAUserWhoIsThereTwice_namesBothLines() {
    assertThat(unusable("alice:" + HASH + "\n\nalice:secret\n").problems())
        .extracting(UnusableFile.Problem::line)
        .containsExactly(3, 3);
    assertThat(unusable("alice:" + HASH + "\nalice:" + HASH))
        .hasMessage("users.htpasswd:2: \"alice\" is on line 1, too. Keep one of them.");
  }

  @Test
  void parse_ofManyProblems_reportsAll() {
    assertThat(unusable("alice\nbob:x\n" + "y".repeat(1025) + "\ncarol:" + HASH).problems())
        .extracting(UnusableFile.Problem::line)
        .containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({"12, '5 5 12'", "12, '12 5 5'", "14, '5 14 12'", "4, '4'"})
  void decoy_costsWhatTheCostliestUserCosts(int expected, String costs) {
    var text = new StringBuilder();
    for (String cost : costs.split(" ", -1)) {
      text.append(
          "user%d:$2y$%02d%s%n"
              .formatted(text.length(), Integer.parseInt(cost), HASH.substring(6)));
    }
    assertThat(parse(text.toString()).decoy().cost()).isEqualTo(expected);
  }

  static Htpasswd parse(String text) {
    return Htpasswd.parse(new FileContent(Path.of("users.htpasswd"), text.getBytes(UTF_8)));
  }

  private static UnusableFile unusable(String text) {
    return catchThrowableOfType(UnusableFile.class, () -> parse(text));
  }
}
