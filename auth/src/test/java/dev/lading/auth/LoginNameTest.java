package dev.lading.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginNameTest {
  @ParameterizedTest
  @CsvSource({
    "alice,      User,  alice",
    "robot,      User,  robot",
    "Robot+ci,   User,  Robot+ci",
    "a+b,        User,  a+b",
    "'',         User,  ''",
    "robot+ci,   Robot, ci",
    "robot+a+b,  Robot, a+b",
    "robot+,     Robot, ''",
  })
  void of_tellsRobotsByTheirPrefix(String text, String kind, String name) {
    LoginName login = LoginName.of(text);
    assertThat(login).hasToString(text);
    assertThat(login)
        .isEqualTo(kind.equals("Robot") ? new LoginName.Robot(name) : new LoginName.User(name));
  }
}
