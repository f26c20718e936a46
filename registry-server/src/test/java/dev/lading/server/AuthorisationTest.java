package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.auth.Action;
import dev.lading.auth.access.Rule;
import dev.lading.auth.access.Who;
import dev.lading.content.ContentException;
import dev.lading.content.RepositoryPattern;
import dev.lading.server.exchange.RequestException;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Route;
import dev.lading.server.exchange.SentRequest;
import dev.lading.server.exchange.TrustRefusal;
import dev.lading.server.http.HttpEdge;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every route for every kind of caller, as the tables beside this class's resources say. */
class AuthorisationTest {
  private static final AuthorisationTable BY_RULES =
      AuthorisationTable.read("authorisation-by-rules.txt");
  private static final AuthorisationTable WITHOUT_RULES =
      AuthorisationTable.read("authorisation-without-rules.txt");

  /** Of those who have one, for all that they may of the rights that there are. */
  private static final String[] ALL = {
    "repository:team/app:*", "repository:localhost:5000/team/app:*", "registry:catalog:*"
  };

  /** Rights, but none here. */
  private static final List<Rule> OTHERS =
      List.of(
          new Rule(
              0,
              new Who.User("owner"),
              Rule.Effect.MAY,
              EnumSet.allOf(Action.class),
              List.of(RepositoryPattern.parse("other/**"))));

  /** GUNs that {@link #OTHERS} say nothing of, and what is none. */
  private static final List<String> STRANGE =
      List.of(
          "localhost:5000/team/app",
          "reg.example.com/team/app",
          "localhost:5001/other/app",
          "localhost:5000/other/App",
          "localhost:5000/other/app/",
          "localhost:5000/localhost:5000/other/app",
          "localhost:5000/other/../team/app",
          "LOCALHOST:5000/other/app",
          "localhost:5000",
          "other/app",
          "team/app",
          "Team/App",
          "/other/app");

  @TempDir private Path directory;

  @AutoClose private final HttpClient client = HttpClient.newHttpClient();

  @TestFactory
  Stream<DynamicNode> gate_letsIn_byRules() {
    return walk(BY_RULES, registry(TestRules.byName()), AuthorisationTest::outcome);
  }

  @TestFactory
  Stream<DynamicNode> gate_letsIn_withoutRules() {
    return walk(WITHOUT_RULES, registry(List.of()), AuthorisationTest::outcome);
  }

  @TestFactory
  Stream<DynamicNode> edge_letsIn_byRules() {
    GatedRegistry registry = registry(TestRules.byName());
    HttpEdge edge = registry.listen();
    return walk(BY_RULES, registry, (_, sent) -> outcome(edge, sent)).onClose(edge::close);
  }

  @Test
  void tables_haveALineForEachRoute_andForNothingElse() {
    try (GatedRegistry registry = registry(List.of())) {
      List<String> routes = registry.routes().stream().map(AuthorisationTest::name).toList();

      assertThat(BY_RULES.routes()).containsExactlyInAnyOrderElementsOf(routes);
      assertThat(WITHOUT_RULES.routes()).containsExactlyInAnyOrderElementsOf(routes);
    }
  }

  /**
   * No GUN names a repository as content routes mean it, and what names none is let through to
   * handlers that say so: here it must not be.
   */
  @TestFactory
  Stream<DynamicNode> trustData_isNobodys_withoutTheRights() {
    GatedRegistry registry = registry(OTHERS);
    List<Route> rows =
        registry.routes().stream().filter(row -> row.pattern().contains("/_trust/")).toList();
    assertThat(rows).hasSize(9);
    Map<String, Optional<String>> callers = strangers(registry);
    return rows.stream()
        .flatMap(row -> STRANGE.stream().flatMap(gun -> shut(registry, row, gun, callers)))
        .onClose(registry::close);
  }

  private static Stream<DynamicNode> shut(
      GatedRegistry registry, Route row, String gun, Map<String, Optional<String>> callers) {
    SentRequest sent = sent(row, gun);
    return callers.entrySet().stream()
        .map(
            caller ->
                DynamicTest.dynamicTest(
                    sent.method() + " " + sent.target() + ", " + caller.getKey(),
                    () -> requireShut(registry, gun, with(sent, caller.getValue()))));
  }

  /** Who is known may be told that a name is none of ours, where nothing is kept. */
  private static void requireShut(GatedRegistry registry, String gun, SentRequest sent) {
    boolean isOurs = GatedRegistry.HOSTNAMES.repository(gun).isPresent();
    assertThatThrownBy(() -> registry.serve(sent))
        .isInstanceOfAny(
            RequestException.Unauthorized.class,
            isOurs ? RequestException.Unauthorized.class : TrustRefusal.class);
  }

  private static Map<String, Optional<String>> strangers(GatedRegistry registry) {
    Map<String, Optional<String>> callers = new LinkedHashMap<>();
    callers.put("anonymous", Optional.empty());
    callers.put("Basic stranger", Optional.of(GatedRegistry.basic("pusher")));
    callers.put("Basic owner elsewhere", Optional.of(GatedRegistry.basic("owner")));
    callers.put("token for nothing", Optional.of(registry.bearer("owner")));
    for (String name : STRANGE) {
      callers.put(
          "token asked for " + name,
          Optional.of(registry.bearer("owner", "repository:" + name + ":*")));
    }
    callers.put(
        "token for trust data elsewhere",
        Optional.of(registry.bearer("owner", "repository:localhost:5000/other/app:*")));
    callers.put(
        "token for content elsewhere",
        Optional.of(registry.bearer("owner", "repository:other/app:*")));
    return callers;
  }

  @TestFactory
  Stream<DynamicNode> name_thatIsNone_isRefusedByItsHandler_whereTheGateLetsItThrough() {
    GatedRegistry registry = registry(OTHERS);
    return registry.routes().stream()
        .filter(row -> row.pattern().contains("<name>") && !row.pattern().contains("/_trust/"))
        .<DynamicNode>map(
            row ->
                DynamicTest.dynamicTest(
                    name(row),
                    () ->
                        assertThatExceptionOfType(ContentException.NameInvalid.class)
                            .isThrownBy(
                                () ->
                                    registry.serve(
                                        with(
                                            sent(row, "localhost:5000/other/app"),
                                            Optional.of(GatedRegistry.basic("owner")))))))
        .onClose(registry::close);
  }

  private static Stream<DynamicNode> walk(
      AuthorisationTable table,
      GatedRegistry registry,
      BiFunction<GatedRegistry, SentRequest, String> outcome) {
    Map<String, Optional<String>> callers = callers(registry);
    assertThat(callers.keySet()).containsExactlyElementsOf(table.callers());
    return registry.routes().stream()
        .flatMap(
            route ->
                callers.entrySet().stream()
                    .<DynamicNode>map(
                        caller ->
                            DynamicTest.dynamicTest(
                                name(route) + ", " + caller.getKey(),
                                () ->
                                    assertThat(
                                            outcome.apply(registry, sent(route, caller.getValue())))
                                        .isEqualTo(
                                            table
                                                .outcome(name(route), caller.getKey())
                                                .orElse("no line in the table")))))
        .onClose(registry::close);
  }

  /** What each sends as {@code Authorization}, by the heads of the columns. */
  private static Map<String, Optional<String>> callers(GatedRegistry registry) {
    Map<String, Optional<String>> callers = new LinkedHashMap<>();
    String expired = registry.bearer("pusher", ALL);
    registry.advance(Duration.ofMinutes(10));
    callers.put("anonymous", Optional.empty());
    for (String user : List.of("puller", "pusher", "deleter", "owner")) {
      callers.put(user, Optional.of(registry.bearer(user, ALL)));
    }
    callers.put("expired", Optional.of(expired));
    try (GatedRegistry other = registry.ofService("other.example.com")) {
      callers.put("other service", Optional.of(other.bearer("pusher", ALL)));
    }
    callers.put(
        "other repository", Optional.of(registry.bearer("pusher", "repository:team/other:*")));
    for (String user : List.of("puller", "pusher", "deleter", "owner")) {
      callers.put("Basic " + user, Optional.of(GatedRegistry.basic(user)));
    }
    callers.put("wrong password", Optional.of(GatedRegistry.basic("pusher", "puller-secret")));
    return callers;
  }

  private static SentRequest sent(Route route, Optional<String> authorization) {
    boolean isTrust = route.pattern().contains("/_trust/");
    return with(sent(route, isTrust ? "localhost:5000/team/app" : "team/app"), authorization);
  }

  private static SentRequest with(SentRequest sent, Optional<String> authorization) {
    return authorization.map(value -> sent.header("Authorization", value)).orElse(sent);
  }

  private static SentRequest sent(Route route, String name) {
    SentRequest bare = SentRequest.of(route.method(), route.pattern());
    Map<String, String> words =
        Map.of(
            "name", name,
            "file", "root.json",
            "digest", "sha256:" + "0".repeat(64),
            "reference", "v1",
            "id", "00000000-0000-0000-0000-000000000000");
    SentRequest sent = bare;
    for (Map.Entry<String, String> word : words.entrySet()) {
      if (route.pattern().contains("<" + word.getKey() + ">")) {
        sent = sent.word(word.getKey(), word.getValue());
      }
    }
    return sent;
  }

  private static String name(Route route) {
    return route.method() + " " + route.pattern();
  }

  private static String outcome(GatedRegistry registry, SentRequest sent) {
    try {
      Response _ = registry.serve(sent);
      return "in";
    } catch (RequestException.Unauthorized e) {
      return switch (e.fault()) {
        case LOGIN_NEEDED -> "login";
        case CREDENTIALS_WRONG -> "wrong";
        case CREDENTIALS_MALFORMED -> "malformed";
        case TOKEN_INVALID -> "invalid";
        case TOKEN_TOO_NARROW, NOT_ALLOWED -> "narrow";
      };
    } catch (RequestException.Denied _) {
      return "denied";
    } catch (RequestException | ContentException | TrustRefusal _) {
      return "in";
    }
  }

  // ---- the same over HTTP ------------------------------------------------------------------

  private String outcome(HttpEdge edge, SentRequest sent) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + edge.addresses().getFirst().port() + sent.target()))
            .method(sent.method().name(), HttpRequest.BodyPublishers.noBody());
    sent.headers().forEach(header -> request.header(header.name(), header.value()));
    HttpResponse<String> answer = send(request.build());
    return switch (answer.statusCode()) {
      case 401 -> unauthorized(answer, sent);
      case 403 -> "denied";
      // Notary's clients know no 403.
      case 400 -> answer.body().contains("you have no right to") ? "denied" : "in";
      default -> "in";
    };
  }

  private static String unauthorized(HttpResponse<String> answer, SentRequest sent) {
    List<String> challenges = answer.headers().allValues("WWW-Authenticate");
    assertThat(challenges).hasSize(1);
    String challenge = challenges.getFirst();
    if (challenge.endsWith(",error=\"invalid_token\"")) {
      return "invalid";
    }
    return challenge.endsWith(",error=\"insufficient_scope\"")
        ? "narrow"
        : sent.headers().isEmpty() ? "login" : "wrong";
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private GatedRegistry registry(List<Rule> rules) {
    return GatedRegistry.in(directory, rules);
  }
}
