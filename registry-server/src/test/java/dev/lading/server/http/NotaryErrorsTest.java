package dev.lading.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.exchange.Dialect;
import dev.lading.server.exchange.RequestException;
import dev.lading.server.exchange.RequestException.SwitchedOff.Switch;
import dev.lading.server.exchange.RequestException.Unauthorized;
import dev.lading.server.exchange.RequestException.Unauthorized.Fault;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Response.Header;
import dev.lading.server.exchange.Scope;
import dev.lading.server.exchange.TrustError;
import dev.lading.server.exchange.TrustRefusal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the errors of trust routes look like, to the letter. */
class NotaryErrorsTest {
  private static final Header TYPE = new Header("Content-Type", "application/json; charset=utf-8");

  @ParameterizedTest
  @EnumSource
  void refusal_hasStatusCodeAndMessage_andADetailOnlyIfThereIsOne(TrustError error) {
    Response bare = told(new TrustRefusal(error, Optional.empty()));
    Response detailed = told(new TrustRefusal(error, Optional.of("{\"a\":[1,\"\\u003c\"]}")));
    String start =
        "{\"errors\":[{\"code\":\"" + error.name() + "\",\"message\":\"" + error.message() + "\"";

    assertThat(bare.status()).isEqualTo(error.status());
    assertThat(bare.headers()).containsExactly(TYPE);
    assertThat(text(bare)).isEqualTo(start + "}]}\n");
    assertThat(text(detailed)).isEqualTo(start + ",\"detail\":{\"a\":[1,\"\\u003c\"]}}]}\n");
  }

  @Test
  void switches_areToldAsRules_forTheirTextReachesTheUser() {
    assertThat(text(told(new RequestException.SwitchedOff(Switch.READ_ONLY))))
        .isEqualTo(rule("this registry is read-only"));
    assertThat(text(told(new RequestException.SwitchedOff(Switch.DELETES_DISABLED))))
        .isEqualTo(rule("this registry takes no deletes"));
    assertThat(told(new RequestException.SwitchedOff(Switch.READ_ONLY)).status()).isEqualTo(400);
  }

  @Test
  void bodyThatIsTooLarge_isToldAsARule() {
    assertThat(text(told(new RequestException.BodyTooLarge(7))))
        .isEqualTo(rule("the update has more than the 7 bytes taken"));
  }

  @Test
  void nobody_isChallenged_andToldWhatFor() {
    Response answer =
        told(
            new Unauthorized(
                Fault.LOGIN_NEEDED,
                "Basic realm=\"r\"",
                List.of(Scope.repository("h/\"a", Scope.Action.ALL)),
                "log in"));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers())
        .containsExactly(TYPE, new Header("WWW-Authenticate", "Basic realm=\"r\""));
    assertThat(text(answer))
        .isEqualTo(
            "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\","
                + "\"detail\":[{\"Type\":\"repository\",\"Class\":\"\",\"Name\":\"h/\\\"a\","
                + "\"Action\":\"*\"}]}]}\n");
  }

  @Test
  void anythingElse_isToldAsElsewhere() {
    for (RuntimeException failure :
        List.of(
            new RequestException.BuffersExhausted(),
            new RequestException.BodyTruncated(new IOException()),
            new IllegalStateException("insides"))) {
      Response elsewhere = ErrorResponses.of(failure, "id");
      assertThat(told(failure).status()).isEqualTo(elsewhere.status());
      assertThat(told(failure).headers()).isEqualTo(elsewhere.headers());
      assertThat(text(told(failure))).isEqualTo(text(elsewhere)).doesNotContain("insides");
    }
  }

  @Test
  void refusal_isNoFaultOfOurs() {
    assertThat(ErrorResponses.isOurFault(new TrustRefusal(TrustError.UNKNOWN, Optional.empty())))
        .isFalse();
  }

  private static Response told(RuntimeException failure) {
    return ErrorResponses.of(failure, "id", Dialect.NOTARY);
  }

  private static String rule(String message) {
    return "{\"errors\":[{\"code\":\"INVALID_UPDATE\","
        + "\"message\":\"Update sent by the client is invalid.\","
        + "\"detail\":{\"Name\":\"ErrValidation\",\"Error\":{\"Msg\":\""
        + message
        + "\"}}}]}\n";
  }

  private static String text(Response response) {
    return new String(((Response.Bytes) response.body()).bytes(), UTF_8);
  }
}
