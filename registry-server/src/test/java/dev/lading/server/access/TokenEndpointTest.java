package dev.lading.server.access;

import static dev.lading.server.access.IssuingEndpoint.NOW;
import static dev.lading.server.access.IssuingEndpoint.PASSWORD;
import static dev.lading.server.access.IssuingEndpoint.ROBOT_SECRET;
import static dev.lading.server.access.IssuingEndpoint.SERVICE;
import static dev.lading.server.access.IssuingEndpoint.basic;
import static dev.lading.server.access.IssuingEndpoint.json;
import static dev.lading.server.access.IssuingEndpoint.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.auth.Identity;
import dev.lading.auth.token.Access;
import dev.lading.auth.token.Verification;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.RequestException;
import dev.lading.server.exchange.RequestException.Unauthorized;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Response.Header;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, asked for in the two forms that clients use. */
class TokenEndpointTest {
  private static final Identity ALICE = new Identity.User("alice", Set.of());
  private static final Header UNSTORED = new Header("Cache-Control", "no-store");
  private static final String LOGIN =
      "grant_type=password&username=alice&password=al%3Aice+secret&service=" + SERVICE;

  @AutoClose private final IssuingEndpoint endpoint = new IssuingEndpoint();

  @Test
  void get_withBasic_givesATokenForWhatIsAskedForAndAllowed() {
    Response answer =
        endpoint.get(
            "account=alice&client_id=c&service="
                + SERVICE
                + "&scope=repository:team/a:push,pull,delete&scope=repository:other:pull",
            "alice",
            PASSWORD);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).contains(UNSTORED, new Header("Content-Type", "application/json"));
    JsonNode json = json(answer);
    assertThat(json.get("token")).isEqualTo(json.get("access_token"));
    assertThat(json.get("expires_in").asInt()).isEqualTo(300);
    assertThat(json.get("issued_at").asText()).isEqualTo(NOW.toString());
    assertThat(json.get("scope").asText()).isEqualTo("repository:team/a:push,pull");
    assertThat(json.has("refresh_token")).isFalse();
    assertThat(endpoint.claims(answer).subject()).isEqualTo(ALICE);
    assertThat(endpoint.claims(answer).access())
        .containsExactly(new Access("repository", "team/a", List.of("push", "pull")));
  }

  @Test
  void post_withPassword_givesTheSame() {
    Response answer =
        endpoint.post(LOGIN + "&client_id=c&scope=repository:team/a:push,pull,delete");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).contains(UNSTORED);
    assertThat(json(answer).get("scope").asText()).isEqualTo("repository:team/a:push,pull");
    assertThat(json(answer).has("refresh_token")).isFalse();
    assertThat(endpoint.claims(answer).subject()).isEqualTo(ALICE);
  }

  @Test
  void token_isGoodForAsLongAsItSays() {
    Response answer = endpoint.get("", "alice", PASSWORD);
    endpoint.advance(IssuingEndpoint.LIFETIME.plusSeconds(59));
    assertThat(endpoint.verified(answer)).isInstanceOf(Verification.Valid.class);

    endpoint.advance(Duration.ofSeconds(2));
    assertThat(endpoint.verified(answer)).isInstanceOf(Verification.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scope=repository:team/a:pull&scope=repository:team/b:push",
        "scope=repository:team/a:pull%20repository:team/b:push",
        "scope=repository:team/a:pull+repository:team/b:push",
        "scope=%20+repository:team/a:pull++repository%3Ateam%2Fb%3Apush%20",
        "scope=&scope=repository:team/a:pull&scope=repository:team/b:push",
      })
  void scopes_inAnyOfTheirForms_areTheSame(String scopes) {
    String granted = "repository:team/a:pull repository:team/b:push";

    Response toGet = endpoint.get(scopes, "alice", PASSWORD);
    Response toPost = endpoint.post(LOGIN + "&client_id=c&" + scopes);

    assertThat(json(toGet).get("scope").asText()).isEqualTo(granted);
    assertThat(json(toPost).get("scope").asText()).isEqualTo(granted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # asked for                                      | granted
          repository:localhost:5000/team/a:pull            | repository:localhost:5000/team/a:pull
          repository:localhost:5000/team/a:push,pull       | repository:localhost:5000/team/a:push,pull
          repository:localhost:5000/team/a:*               | repository:localhost:5000/team/a:pull,push
          repository:localhost:5000/other:pull             | -
          repository:localhost:5000/public/a:push          | -
          repository:localhost:5001/team/a:pull            | -
          repository:localhost/team/a:pull                 | -
          repository:LOCALHOST:5000/team/a:pull            | -
          repository:localhost:5000/localhost:5000/team/a:pull | -
          repository:localhost:5000/team/A:pull            | -
          repository:localhost:5000/:pull                  | -
          repository:localhost:5000:pull                   | -
          repository:/team/a:pull                          | -
          # a repository's name, and a GUN
          repository:reg.example.com/team/a:pull           | repository:reg.example.com/team/a:pull
          repository:team/a:pull                           | repository:team/a:pull
          """)
  void scopes_ofGuns_areGrantedByTheRepositorysRules(String scope, String granted) {
    JsonNode answer = json(endpoint.get("scope=" + scope, "alice", PASSWORD));

    assertThat(answer.path("scope").asText()).isEqualTo(granted == null ? "" : granted);
  }

  @Test
  void get_withoutCredentials_givesATokenOfNobody_forWhatAnybodyMay() {
    Response answer =
        endpoint.get(
            "offline_token=true&account=alice"
                + "&scope=repository:public/a:pull,push&scope=repository:team/a:pull");

    assertThat(endpoint.claims(answer).subject()).isEqualTo(new Identity.Anonymous());
    assertThat(endpoint.claims(answer).access())
        .containsExactly(new Access("repository", "public/a", List.of("pull")));
    assertThat(json(answer).has("refresh_token")).isFalse();
  }

  @Test
  void get_ofARobot_givesARobotsToken_untilItsEnd() {
    Response answer = endpoint.get("scope=repository:team/a:*", "robot+ci", ROBOT_SECRET);
    assertThat(endpoint.claims(answer).subject()).isEqualTo(new Identity.Robot("ci"));
    assertThat(json(answer).get("scope").asText()).isEqualTo("repository:team/a:pull");
    assertThat(answer.headers()).extracting(Header::name).contains("Warning");

    endpoint.advance(Duration.ofDays(10));
    assertRefused(() -> endpoint.get("", "robot+ci", ROBOT_SECRET));
  }

  @ParameterizedTest
  @CsvSource({
    "alice,     wrong",
    "alice,     ''",
    "alice,     al",
    "Alice,     al:ice secret",
    "nobody,    al:ice secret",
    "'',        al:ice secret",
    "robot+ci,  wrong",
    "robot+ci,  ''",
    "robot+,    lading_robot_x",
    "ci,        lading_robot_x",
    "robot+gone, lading_robot_x",
  })
  void login_thatIsWrong_isRefused_inBothForms(String name, String secret) {
    assertRefused(() -> endpoint.get("", name, secret));
    if (!name.isEmpty()) {
      assertRefused(
          () ->
              endpoint.post(
                  "grant_type=password&client_id=c&service="
                      + SERVICE
                      + "&username="
                      + name.replace("+", "%2B")
                      + "&password="
                      + secret.replace(' ', '+')));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic !!!", "Basic YWxpY2U=", "Digest a=b"})
  void header_thatCannotBeRead_isRefused(String header) {
    assertRefused(() -> endpoint.get(request(Method.GET).header("Authorization", header)));
  }

  /** RFC 6749 has a 400 for these; see what docker makes of it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b.c"})
  void refreshToken_thatIsNone_isALoginThatIsWrong(String token) {
    assertRefused(
        () ->
            endpoint.post(
                "grant_type=refresh_token&client_id=c&service="
                    + SERVICE
                    + "&refresh_token="
                    + token));
  }

  @Test
  void twoHeaders_areRefused() {
    assertRefused(
        () ->
            endpoint.get(
                request(Method.GET)
                    .header("Authorization", basic("alice", PASSWORD))
                    .header("Authorization", basic("alice", PASSWORD))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # form                                                             | error
          ''                                                                 | invalid_request
          client_id=c&service=S                                              | invalid_request
          grant_type=&client_id=c&service=S                                  | invalid_request
          grant_type=client_credentials&client_id=c&service=S                | unsupported_grant_type
          grant_type=PASSWORD&client_id=c&service=S                          | unsupported_grant_type
          grant_type=password&username=a&password=b&client_id=c              | invalid_request
          grant_type=password&username=a&password=b&service=S                | invalid_request
          grant_type=password&password=b&client_id=c&service=S               | invalid_request
          grant_type=password&username=a&client_id=c&service=S               | invalid_request
          grant_type=password&username=a&username=b&password=b&client_id=c&service=S | invalid_request
          grant_type=password&grant_type=refresh_token&client_id=c&service=S | invalid_request
          grant_type=refresh_token&client_id=c&service=S                     | invalid_request
          grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=x&client_id=c&service=S | invalid_grant
          grant_type=urn:ietf:params:oauth:grant-type:token-exchange&client_id=c&service=S | invalid_request
          grant_type=%zz                                                     | invalid_request
          {"grant_type":"password"}                                          | invalid_request
          """)
  void form_thatCannotBeAnswered_isAnOAuthError(String form, String error) {
    assertOAuthError(endpoint.post(form.replace("=S", "=" + SERVICE)), error);
  }

  @Test
  void anotherService_isAnOAuthError_inBothForms() {
    String form = LOGIN.replace(SERVICE, "other.example.com") + "&client_id=c";

    assertOAuthError(endpoint.post(form), "invalid_request");
    assertOAuthError(
        endpoint.get("service=other.example.com", "alice", PASSWORD), "invalid_request");
  }

  @Test
  void moreScopesThanATokenIsIssuedFor_areAnOAuthError() {
    String scopes =
        IntStream.range(0, 100)
            .mapToObj("&scope=repository:team/a%d:pull"::formatted)
            .collect(Collectors.joining());

    assertOAuthError(endpoint.get("service=" + SERVICE + scopes), "invalid_scope");
    assertOAuthError(endpoint.post(LOGIN + "&client_id=c" + scopes), "invalid_scope");
  }

  @Test
  void form_ofTooManyFields_isAnOAuthError() {
    assertOAuthError(endpoint.post(LOGIN + "&client_id=c" + "&x=".repeat(200)), "invalid_request");
  }

  @Test
  void form_thatIsTooLarge_isRefused() {
    assertThatThrownBy(() -> endpoint.post(LOGIN + "&x=" + "x".repeat(64 << 10)))
        .isInstanceOf(RequestException.BodyTooLarge.class);
  }

  @Test
  void jwks_hasThePublicKeyOfTheTokens_andNothingSecret() {
    Response answer = endpoint.jwks();

    JsonNode key = json(answer).get("keys").get(0);
    String token = json(endpoint.get("")).get("token").asText();
    String header =
        new String(Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), UTF_8);
    assertThat(header).contains("\"kid\":\"" + key.get("kid").asText() + "\"");
    assertThat(key.get("kty").asText()).isEqualTo("EC");
    assertThat(key.has("d")).isFalse();
    assertThat(answer.headers()).contains(new Header("Cache-Control", "max-age=60"));
  }

  private static void assertOAuthError(Response answer, String error) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers()).contains(UNSTORED);
    assertThat(json(answer).get("error").asText()).isEqualTo(error);
    assertThat(json(answer).get("error_description").asText()).isNotBlank();
  }

  private static void assertRefused(ThrowingCallable asking) {
    Unauthorized refusal = catchThrowableOfType(Unauthorized.class, asking);
    assertThat(refusal.fault()).isEqualTo(Unauthorized.Fault.CREDENTIALS_WRONG);
    assertThat(refusal.challenge()).isEqualTo("Basic realm=\"lading\"");
  }
}
