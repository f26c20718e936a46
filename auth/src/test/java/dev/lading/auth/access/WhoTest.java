package dev.lading.auth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lading.auth.Identity;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhoTest {
  @ParameterizedTest
  @CsvSource({
    // who,              nobody, alice, bob, robot alice
    "anonymous,           true,  true,  true,  true",
    "authenticated,       false, true,  true,  true",
    "user:alice,          false, true,  false, false",
    "user:Alice,          false, false, false, false",
    "user:repo:o/r:main,  false, false, false, false",
    "group:devs,          false, true,  false, false",
    "group:alice,         false, false, false, false",
    "robot:alice,         false, false, false, true",
  })
  void covers_isAsTheTableSays(
      String who, boolean nobody, boolean alice, boolean bob, boolean robot) {
    Who parsed = Who.parse(who);
    assertThat(parsed.covers(new Identity.Anonymous())).isEqualTo(nobody);
    assertThat(parsed.covers(new Identity.User("alice", Set.of("devs")))).isEqualTo(alice);
    assertThat(parsed.covers(new Identity.User("bob", Set.of("ops")))).isEqualTo(bob);
    assertThat(parsed.covers(new Identity.Robot("alice"))).isEqualTo(robot);
    assertThat(parsed).hasToString(who);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alice",
        "user",
        "user:",
        "user: ",
        "user: a",
        "user:a ",
        "User:a",
        "everybody",
        ":alice",
        "anonymous:",
        "authenticated:x",
        "anonymous ",
        "robot:",
        "user:a\nb"
      })
  void parse_ofNobody_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Who.parse(text))
        .withMessageContaining("group:NAME");
  }
}
