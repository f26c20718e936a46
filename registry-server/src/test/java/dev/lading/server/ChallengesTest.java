package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.server.access.Challenge;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Origin;
import dev.lading.server.exchange.RequestException.Unauthorized;
import dev.lading.server.exchange.RequestException.Unauthorized.Fault;
import dev.lading.server.exchange.SentRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What whoever is not let in is told, to the letter: clients parse it, each in a way of its own.
 */
class ChallengesTest {
  private static final String BASE =
      "Bearer realm=\"https://registry.example.com/auth/token\",service=\"registry.example.com\"";

  /** Names and quoted strings (RFC 9110, 5.6.4) of plain ASCII, and nothing after them. */
  private static final Pattern WELL_FORMED =
      Pattern.compile(
          "Bearer realm=Q,service=Q,scope=Q"
              .replace("Q", "\"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\"\\\\])*\""));

  @TempDir private Path directory;
  @AutoClose private GatedRegistry registry;

  @BeforeEach
  void open() {
    registry = GatedRegistry.in(directory, List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # method | pattern                          | query                      | scope
          GET      | /v2/                             | -                          | -
          HEAD     | /v2                              | -                          | -
          GET      | /v2/_oci/ext/discover            | -                          | -
          GET      | /v2/_catalog                     | -                          | registry:catalog:*
          GET      | /v2/<name>/tags/list             | -                          | repository:a/b:pull
          GET      | /v2/<name>/referrers/<digest>    | -                          | repository:a/b:pull
          GET      | /v2/<name>/manifests/<reference> | -                          | repository:a/b:pull
          HEAD     | /v2/<name>/blobs/<digest>        | -                          | repository:a/b:pull
          PUT      | /v2/<name>/manifests/<reference> | -                          | repository:a/b:pull,push
          PATCH    | /v2/<name>/blobs/uploads/<id>    | -                          | repository:a/b:pull,push
          PUT      | /v2/<name>/blobs/uploads/<id>    | digest=d                   | repository:a/b:pull,push
          DELETE   | /v2/<name>/blobs/uploads/<id>    | -                          | repository:a/b:pull,push
          DELETE   | /v2/<name>/manifests/<reference> | -                          | repository:a/b:delete
          DELETE   | /v2/<name>/blobs/<digest>        | -                          | repository:a/b:delete
          POST     | /v2/<name>/blobs/uploads/        | -                          | repository:a/b:pull,push
          POST     | /v2/<name>/blobs/uploads/        | digest=d                   | repository:a/b:pull,push
          POST     | /v2/<name>/blobs/uploads/        | mount=d                    | repository:a/b:pull,push
          POST     | /v2/<name>/blobs/uploads/        | from=c/d                   | repository:a/b:pull,push
          POST     | /v2/<name>/blobs/uploads/        | mount=d&from=c/d           | repository:a/b:pull,push repository:c/d:pull
          POST     | /v2/<name>/blobs/uploads         | from=c/d&mount=d           | repository:a/b:pull,push repository:c/d:pull
          POST     | /v2/<name>/blobs/uploads/        | mount=d&from=a/b           | repository:a/b:pull,push
          """)
  void challenge_asksForWhatTheRequestNeeds(
      Method method, String pattern, String query, String scope) {
    SentRequest request =
        SentRequest.of(method, pattern).word("name", "a/b").query(query == null ? "" : query);

    assertThat(refusal(request).challenge())
        .isEqualTo(scope == null ? BASE : BASE + ",scope=\"" + scope + "\"");
  }

  @Test
  void challenge_namesTheHostAsTheClientDid() {
    SentRequest request =
        SentRequest.of(Method.GET, "/v2/").from(new Origin("192.0.2.1", "http", "localhost:5000"));

    assertThat(refusal(request).challenge())
        .startsWith("Bearer realm=\"http://localhost:5000/auth/token\",");
  }

  @Test
  void error_isTold_onlyOfWhatWasSent() {
    String scope = ",scope=\"repository:a/b:pull\"";

    assertThat(refusal(pull()).challenge()).isEqualTo(BASE + scope);
    assertThat(refusal(pull("Bearer x.y.z")).challenge())
        .isEqualTo(BASE + scope + ",error=\"invalid_token\"");
    assertThat(refusal(pull("Bearer")).challenge())
        .isEqualTo(BASE + scope + ",error=\"invalid_token\"");
    assertThat(refusal(pull(registry.bearer("puller", "repository:other:pull"))).challenge())
        .isEqualTo(BASE + scope + ",error=\"insufficient_scope\"");
    assertThat(refusal(pull(GatedRegistry.basic("puller", "wrong"))).challenge())
        .isEqualTo(BASE + scope);
  }

  /** A scope of its own, since some clients read no more than one of them. */
  @Test
  void token_thatIsTooNarrowForAMount_isAskedForThePushAlone() {
    SentRequest mount =
        SentRequest.of(Method.POST, "/v2/<name>/blobs/uploads/")
            .word("name", "a/b")
            .query("mount=d&from=c/d")
            .header("Authorization", registry.bearer("pusher", "repository:c/d:pull"));

    assertThat(refusal(mount).challenge())
        .isEqualTo(BASE + ",scope=\"repository:a/b:pull,push\",error=\"insufficient_scope\"");
  }

  @Test
  void tokenOfAnybody_isLetInToAsk_andElseToBeReplaced() {
    SentRequest ping =
        SentRequest.of(Method.GET, "/v2/").header("Authorization", registry.bearer(""));
    Unauthorized refusal = refusal(pull(registry.bearer("", "repository:a/b:pull")));

    assertThat(registry.serve(ping).status()).isEqualTo(200);
    assertThat(refusal.fault()).isEqualTo(Fault.TOKEN_TOO_NARROW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\",error=\"x",
        "a\\",
        "a\\\",error=\"x",
        "a\r\nSet-Cookie: b=c",
        "a\nb",
        "a\tb",
        "a\u0000b",
        "a\u007fb",
        "\u00e9",
        "\u010d\u010a",
        "a\u0085b",
        "a\u2028b",
        "\ud83d\ude00",
        "",
      })
  void names_ofAnyCharacters_doNotEndTheHeader(String name) {
    String from = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    SentRequest mount =
        SentRequest.of(Method.POST, "/v2/<name>/blobs/uploads/")
            .word("name", name)
            .query("mount=d&from=" + from);

    assertThat(refusal(mount).challenge()).matches(WELL_FORMED);
    assertThat(refusal(mount.from(new Origin("192.0.2.1", "https", name))).challenge())
        .matches(WELL_FORMED);
  }

  @Test
  void realm_ofBasic_isQuoted() {
    assertThat(
            new Challenge.Basic("the \"best\" \\ r\u00e9alm\r\n")
                .of(SentRequest.ORIGIN, List.of(), "x"))
        .isEqualTo("Basic realm=\"the \\\"best\\\" \\\\ r?alm??\"");
  }

  private Unauthorized refusal(SentRequest request) {
    Unauthorized refusal = catchThrowableOfType(Unauthorized.class, () -> registry.serve(request));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  private static SentRequest pull() {
    return SentRequest.of(Method.GET, "/v2/<name>/tags/list").word("name", "a/b");
  }

  private static SentRequest pull(String authorization) {
    return pull().header("Authorization", authorization);
  }
}
