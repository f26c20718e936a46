package dev.lading.server.access;

import static dev.lading.server.access.IssuingEndpoint.PASSWORD;
import static dev.lading.server.access.IssuingEndpoint.ROBOT_SECRET;
import static dev.lading.server.access.IssuingEndpoint.SERVICE;
import static dev.lading.server.access.IssuingEndpoint.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.auth.Identity;
import dev.lading.server.exchange.RequestException.Unauthorized;
import dev.lading.server.exchange.Response;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What {@code docker login} keeps in the place of a password. */
class RefreshTokenTest {
  private static final String OFFLINE =
      "offline_token=true&client_id=docker&account=alice&service=" + SERVICE;

  @AutoClose private final IssuingEndpoint endpoint = new IssuingEndpoint();

  @Test
  void refreshToken_isGivenToWhoeverAsks_andRedeemed() {
    String token = refreshToken(endpoint.get(OFFLINE, "alice", PASSWORD));

    Response answer = redeem(token, "&access_type=offline&scope=repository:team/a:pull,push");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(refreshToken(answer)).isEqualTo(token);
    assertThat(json(answer).get("scope").asText()).isEqualTo("repository:team/a:pull,push");
    assertThat(endpoint.claims(answer).subject()).isEqualTo(new Identity.User("alice", Set.of()));
  }

  @Test
  void refreshToken_isGivenByTheForm_too() {
    Response answer =
        endpoint.post(
            "grant_type=password&username=alice&password=al%3Aice+secret&client_id=c"
                + "&access_type=offline&service="
                + SERVICE);

    assertThat(redeem(refreshToken(answer), "").status()).isEqualTo(200);
  }

  @Test
  void refreshToken_afterThePasswordChanged_isRefused() {
    String token = refreshToken(endpoint.get(OFFLINE, "alice", PASSWORD));
    endpoint.changePassword();

    assertRefused(() -> redeem(token, ""));
    assertThat(endpoint.get("", "alice", "another one").status()).isEqualTo(200);
  }

  @Test
  void refreshToken_afterTheUserIsGone_isRefused() {
    String token = refreshToken(endpoint.get(OFFLINE, "alice", PASSWORD));
    endpoint.removeUsers();

    assertRefused(() -> redeem(token, ""));
  }

  @Test
  void refreshToken_ofTooLongAgo_isRefused() {
    String token = refreshToken(endpoint.get(OFFLINE, "alice", PASSWORD));
    endpoint.advance(Duration.ofDays(89));
    assertThat(redeem(token, "").status()).isEqualTo(200);

    endpoint.advance(Duration.ofDays(1));
    assertRefused(() -> redeem(token, ""));
  }

  @Test
  void refreshToken_ofARobot_endsWithIt() {
    String token = refreshToken(endpoint.get(OFFLINE, "robot+ci", ROBOT_SECRET));
    assertThat(endpoint.claims(redeem(token, "")).subject()).isEqualTo(new Identity.Robot("ci"));

    endpoint.advance(Duration.ofDays(10));
    assertRefused(() -> redeem(token, ""));
  }

  @Test
  void refreshToken_thatWasChanged_isRefused() {
    String token = refreshToken(endpoint.get(OFFLINE, "alice", PASSWORD));
    char last = token.charAt(token.length() - 10);

    assertRefused(
        () ->
            redeem(
                token.substring(0, token.length() - 10)
                    + (last == 'A' ? 'B' : 'A')
                    + token.substring(token.length() - 9),
                ""));
  }

  @Test
  void accessToken_isNoRefreshToken() {
    String token = json(endpoint.get("", "alice", PASSWORD)).get("token").asText();

    assertRefused(() -> redeem(token, ""));
  }

  private Response redeem(String token, String more) {
    return endpoint.post(
        "grant_type=refresh_token&client_id=docker&service="
            + SERVICE
            + "&refresh_token="
            + token
            + more);
  }

  private static String refreshToken(Response answer) {
    return json(answer).get("refresh_token").asText();
  }

  private static void assertRefused(ThrowingCallable redeeming) {
    Unauthorized refusal = catchThrowableOfType(Unauthorized.class, redeeming);
    assertThat(refusal.fault()).isEqualTo(Unauthorized.Fault.CREDENTIALS_WRONG);
    assertThat(refusal).hasMessageContaining("log in again");
  }
}
