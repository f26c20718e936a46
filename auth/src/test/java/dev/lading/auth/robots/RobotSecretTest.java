package dev.lading.auth.robots;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RobotSecretTest {
  private static final String KNOWN =
      "lading_robot_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg37cCQ0";

  @Test
  void make_makesWhatCanBeRecognised() {
    RobotSecret secret = RobotSecret.make(new SecureRandom());
    assertThat(secret.reveal()).matches("lading_robot_[0-9A-Za-z]{49}");
    assertThat(RobotSecret.isSecret(secret.reveal())).isTrue();
    assertThat(secret.sha256()).isEqualTo(RobotSecret.sha256(secret.reveal().getBytes(UTF_8)));
    assertThat(RobotSecret.make(new SecureRandom()).reveal()).isNotEqualTo(secret.reveal());
  }

  @Test
  void make_survivesABasicHeader() {
    String secret = RobotSecret.make(new SecureRandom()).reveal();
    String header = Base64.getEncoder().encodeToString(("robot+ci:" + secret).getBytes(UTF_8));
    String decoded = new String(Base64.getDecoder().decode(header), UTF_8);
    assertThat(decoded.split(":", 2)).containsExactly("robot+ci", secret);
  }

  @Test
  void isSecret_ofAKnownOne_isTrue() {
    assertThat(RobotSecret.isSecret(KNOWN)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lading_robot_",
        "lading_robot_1123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg37cCQ0",
        "lading_robot_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg37cCQA",
        "lading_robot-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg37cCQ0",
        "lading_robot_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg37cCQ0x",
        "lading_robot_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcde_g37cCQ0"
      })
  void isSecret_ofAnythingElse_isFalse(String text) {
    assertThat(RobotSecret.isSecret(text)).isFalse();
  }

  @Test
  void toString_hidesIt() {
    assertThat(RobotSecret.make(new SecureRandom())).hasToString("lading_robot_***");
  }
}
