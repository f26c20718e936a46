package dev.lading.auth.token.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.auth.token.TokenScope;
import dev.lading.auth.token.service.RequestRefused.Fault;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients were seen to send, and what they should not. */
class TokenRequestTest {

  @Test
  void query_ofSkopeo_isUnderstood() {
    assertThat(
            query(
                "account=bob&scope=repository%3An%3Apull%2Cpush&scope=repository%3Am%3Apull"
                    + "&service=s"))
        .isEqualTo(
            new TokenRequest(
                Optional.of("s"),
                List.of(
                    new TokenScope("repository", "n", Set.of("pull", "push")),
                    new TokenScope("repository", "m", Set.of("pull"))),
                Optional.of("bob"),
                Optional.empty(),
                false,
                new Grant.Presented()));
  }

  @Test
  void query_ofDockerLogin_wantsARefreshToken() {
    TokenRequest request =
        query("account=bob&client_id=docker&offline_token=true&service=s&unknown=1&unknown=2");

    assertThat(request.offline()).isTrue();
    assertThat(request.scopes()).isEmpty();
    assertThat(request.clientId()).contains("docker");
  }

  @Test
  void query_ofTheSuites_hasAllScopesInOneParameter() {
    assertThat(query("service=s&scope=repository:a:pull%20repository:b:push").scopes()).hasSize(2);
  }

  @Test
  void query_withNothing_asksForNothing() {
    assertThat(query(""))
        .isEqualTo(
            new TokenRequest(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                new Grant.Presented()));
  }

  @Test
  void form_ofContainerd_isAPasswordGrant() {
    TokenRequest request =
        form(
            "client_id=containerd-client&grant_type=password&password=p%26w&service=s"
                + "&scope=repository%3An%3Apull&username=bob");

    assertThat(request.grant()).isEqualTo(new Grant.Password("bob", "p&w"));
    assertThat(request.account()).contains("bob");
    assertThat(request.offline()).isFalse();
  }

  @Test
  void form_ofContainersImage_isARefreshGrant() {
    TokenRequest request =
        form(
            "access_type=offline&client_id=containers%2Fimage&grant_type=refresh_token"
                + "&refresh_token=abc&scope=repository:a:pull&scope=repository:b:pull&service=s");

    assertThat(request.grant()).isEqualTo(new Grant.Refresh("abc"));
    assertThat(request.scopes()).hasSize(2);
    assertThat(request.offline()).isTrue();
  }

  @Test
  void form_ofTokenExchange_carriesTheOtherToken() {
    assertThat(
            form("grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=t"
                    + "&subject_token_type=urn:ietf:params:oauth:token-type:id_token"
                    + "&service=s&client_id=ci")
                .grant())
        .isEqualTo(new Grant.Exchange("t"));
  }

  @Test
  void form_withEmptyPassword_isForTheVerifierToRefuse() {
    assertThat(form("grant_type=password&username=bob&password=&service=s&client_id=c").grant())
        .isEqualTo(new Grant.Password("bob", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "GRANT_TYPE_MISSING, service=s&client_id=c",
    "GRANT_TYPE_MISSING, grant_type=&service=s&client_id=c",
    "GRANT_TYPE_UNSUPPORTED, grant_type=client_credentials&service=s&client_id=c",
    "GRANT_TYPE_UNSUPPORTED, grant_type=Password&service=s&client_id=c&username=a&password=b",
    "SERVICE_MISSING, grant_type=refresh_token&refresh_token=x&client_id=c",
    "CLIENT_ID_MISSING, grant_type=refresh_token&refresh_token=x&service=s",
    "CREDENTIALS_MISSING, grant_type=refresh_token&service=s&client_id=c",
    "CREDENTIALS_MISSING, grant_type=password&username=bob&service=s&client_id=c",
    "CREDENTIALS_MISSING, grant_type=password&password=x&service=s&client_id=c",
    "CREDENTIALS_MISSING, grant_type=password&username=&password=x&service=s&client_id=c",
    "FIELD_REPEATED, grant_type=password&grant_type=refresh_token&service=s&client_id=c",
    "FIELD_REPEATED, grant_type=refresh_token&refresh_token=x&service=s&service=t&client_id=c",
  })
  void form_thatIsIncomplete_isRefusedForAReason(Fault fault, String form) {
    assertRefused(fault, form);
  }

  @Test
  void fields_thatAreTooLong_areRefused() {
    String rest = "&grant_type=password&username=bob&service=s&client_id=c";

    assertRefused(Fault.FIELD_TOO_LONG, "password=" + "p".repeat(20_000) + rest);
    assertRefused(Fault.FIELD_TOO_LONG, "password=p&grant_type=" + "p".repeat(2_000));
    assertRefused(
        Fault.TOO_MANY_SCOPES, "password=p" + rest + "&scope=repository:a:pull".repeat(1000));
  }

  @Test
  void secrets_areNotPrinted() {
    String secret = "hunter2";

    assertThat(
            form("grant_type=password&username=bob&password=" + secret + "&service=s&client_id=c"))
        .asString()
        .doesNotContain(secret);
    assertThat(new Grant.Refresh(secret)).asString().doesNotContain(secret);
    assertThat(new Grant.Exchange(secret)).asString().doesNotContain(secret);
  }

  private static void assertRefused(Fault fault, String form) {
    assertThatThrownBy(() -> form(form))
        .isInstanceOfSatisfying(RequestRefused.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  private static TokenRequest query(String query) {
    return TokenRequest.ofQuery(decoded(query));
  }

  private static TokenRequest form(String form) {
    return TokenRequest.ofForm(decoded(form));
  }

  private static Map<String, List<String>> decoded(String text) {
    Map<String, List<String>> fields = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        fields.computeIfAbsent(pair.substring(0, equals), _ -> new ArrayList<>()).add(value);
      }
    }
    return fields;
  }
}
