package dev.lading.runtime.registry.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.RepositoryName;
import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.RegistryException.LoginRefused;
import dev.lading.runtime.registry.RegistryException.Unsafe;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.login.Credentials.IdentityToken;
import dev.lading.runtime.registry.login.Credentials.Password;
import dev.lading.runtime.registry.login.Credentials.RegistryToken;
import dev.lading.runtime.registry.played.PlayedServer;
import dev.lading.runtime.registry.played.PlayedServer.Exchange;
import dev.lading.runtime.registry.played.PlayedServer.Seen;
import dev.lading.runtime.registry.played.Setting;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginTest {
  private static final Password ALICE = new Password("alice", "rabbit");
  private static final String ALICE_BASIC = "Basic YWxpY2U6cmFiYml0";
  private static final RepositoryName APP = RepositoryName.parse("team/app");
  private static final String TAGS = "GET /v2/team/app/tags/list";

  private final PlayedServer registry = PlayedServer.start();
  private final PlayedServer tokens = PlayedServer.start();
  private final Setting setting = Setting.usual();
  private final Transport transport = setting.transport();

  @AfterEach
  void close() {
    transport.close();
    registry.close();
    tokens.close();
  }

  @Test
  void anOpenRegistry_isShownNothing() {
    registry.on(TAGS, e -> e.answer(200, "{\"tags\":[\"a\"]}"));

    client(ALICE).tags(APP).all();

    assertThat(registry.seen()).extracting(seen -> seen.header("Authorization")).containsOnly("");
  }

  @Test
  void basic_isShownAfterTheChallenge_andThenAtOnce() {
    registry.on(TAGS, e -> answerIf(e, ALICE_BASIC, "Basic realm=\"r\""));
    RegistryClient client = client(ALICE);

    client.tags(APP).all();
    client.tags(APP).all();

    assertThat(registry.seen().stream().filter(s -> s.line().equals(TAGS)))
        .extracting(seen -> seen.header("Authorization"))
        .containsExactly("", ALICE_BASIC, ALICE_BASIC);
  }

  @Test
  void basic_thatIsRefused_isNotTriedAgain() {
    registry.on(TAGS, e -> answerIf(e, "Basic other", "Basic realm=\"r\""));

    assertThatThrownBy(() -> client(ALICE).tags(APP).all())
        .isInstanceOfSatisfying(
            LoginRefused.class, refused -> assertThat(refused.anonymous()).isFalse())
        .message()
        .doesNotContain("rabbit")
        .doesNotContain("YWxp");
    assertThat(registry.lines().stream().filter(TAGS::equals)).hasSize(2);
  }

  @Test
  void basic_withoutCredentials_isRefusedAsAnonymous() {
    registry.on(TAGS, e -> answerIf(e, ALICE_BASIC, "Basic realm=\"r\""));

    assertThatThrownBy(() -> setting.client(registry.host(), transport).tags(APP).all())
        .isInstanceOfSatisfying(
            LoginRefused.class, refused -> assertThat(refused.anonymous()).isTrue());
  }

  @Test
  void bearer_isFetchedOnce_andUsedWhileItIsValid() {
    registry.on(TAGS, e -> answerIf(e, "Bearer t1", bearer("")));
    tokens.on("GET /token", e -> e.answer(200, "{\"token\":\"t1\",\"expires_in\":300}"));
    RegistryClient client = client(ALICE);

    client.tags(APP).all();
    client.tags(APP).all();

    assertThat(tokens.lines())
        .containsExactly(
            "GET /token?x=1&account=alice&service=played"
                + "&scope=repository%3Ateam%2Fapp%3Apull");
    assertThat(tokens.seen().getFirst().header("Authorization")).isEqualTo(ALICE_BASIC);
    assertThat(registry.lines().stream().filter(TAGS::equals)).hasSize(3);
  }

  @Test
  void bearer_withoutCredentials_isAskedForByNobody() {
    registry.on(TAGS, e -> answerIf(e, "Bearer t1", bearer("")));
    tokens.on("GET /token", e -> e.answer(200, "{\"access_token\":\"t1\"}"));

    setting.client(registry.host(), transport).tags(APP).all();

    assertThat(tokens.seen().getFirst().header("Authorization")).isEmpty();
  }

  @Test
  void bearer_thatIsTooNarrow_isRenewedOnce() {
    String wider = "repository:team/app:pull repository:team/base:pull";
    registry.on(
        TAGS,
        e ->
            answerIf(
                e, "Bearer t2", bearer(e.seen().header("Authorization").isEmpty() ? "" : wider)));
    AtomicInteger count = new AtomicInteger();
    tokens.on("GET /token", e -> e.answer(200, "{\"token\":\"t" + count.incrementAndGet() + "\"}"));

    client(ALICE).tags(APP).all();

    assertThat(tokens.lines().getLast())
        .contains("scope=repository%3Ateam%2Fapp%3Apull&scope=repository%3Ateam%2Fbase%3Apull");
  }

  @Test
  void bearer_thatIsNeverEnough_endsInARefusal() {
    registry.on(TAGS, e -> answerIf(e, "Bearer never", bearer("")));
    AtomicInteger count = new AtomicInteger();
    tokens.on("GET /token", e -> e.answer(200, "{\"token\":\"t" + count.incrementAndGet() + "\"}"));

    assertThatThrownBy(() -> client(ALICE).tags(APP).all())
        .isInstanceOfSatisfying(
            LoginRefused.class,
            refused -> assertThat(refused.errors().getFirst().code()).isEqualTo("UNAUTHORIZED"));
    assertThat(tokens.lines()).hasSize(1);
  }

  @Test
  void bearer_thatWasRevoked_isFetchedAnew() {
    AtomicInteger count = new AtomicInteger();
    tokens.on("GET /token", e -> e.answer(200, "{\"token\":\"t" + count.incrementAndGet() + "\"}"));
    registry.on(TAGS, e -> answerIf(e, "Bearer t" + count.get(), bearer("")));
    RegistryClient client = client(ALICE);
    client.tags(APP).all();
    registry.on(TAGS, e -> answerIf(e, "Bearer t2", bearer("")));

    client.tags(APP).all();

    assertThat(tokens.lines()).hasSize(2);
  }

  @Test
  void identityToken_isPosted_andNotShownElsewhere() {
    registry.on(TAGS, e -> answerIf(e, "Bearer t1", bearer("")));
    tokens.on("POST /token", e -> e.answer(200, "{\"access_token\":\"t1\"}"));

    client(new IdentityToken("a+b/c")).tags(APP).all();

    Seen post = tokens.seen().getFirst();
    assertThat(post.header("Authorization")).isEmpty();
    assertThat(post.header("Content-type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(post.text())
        .isEqualTo(
            "grant_type=refresh_token&refresh_token=a%2Bb%2Fc&service=played&client_id=lading"
                + "&scope=repository%3Ateam%2Fapp%3Apull");
    assertThat(registry.seen()).noneMatch(seen -> seen.headers().toString().contains("a+b/c"));
  }

  @Test
  void registryToken_isShownAsItIs() {
    registry.on(TAGS, e -> answerIf(e, "Bearer given", bearer("")));

    client(new RegistryToken("given")).tags(APP).all();

    assertThat(tokens.lines()).isEmpty();
  }

  @Test
  void tokenServer_thatDoesNotKnowTheUser_isARefusalWithItsWords() {
    registry.on(TAGS, e -> answerIf(e, "Bearer t1", bearer("")));
    tokens.on(
        "GET /token",
        e -> e.answer(401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"no alice\"}]}"));

    assertThatThrownBy(() -> client(ALICE).tags(APP).all())
        .isInstanceOf(LoginRefused.class)
        .hasMessageContaining("no alice");
  }

  @Test
  void tokenServer_withoutAToken_isABadAnswer() {
    registry.on(TAGS, e -> answerIf(e, "Bearer t1", bearer("")));
    tokens.on("GET /token", e -> e.answer(200, "{}"));

    assertThatThrownBy(() -> client(ALICE).tags(APP).all()).isInstanceOf(BadAnswer.class);
  }

  @Test
  void realm_thatIsNoAddressToAsk_getsNoPassword() {
    registry.on(
        TAGS, e -> answerIf(e, "Bearer t1", "Bearer realm=\"http://tokens.example/\",service=s"));

    assertThatThrownBy(() -> client(ALICE).tags(APP).all()).isInstanceOf(Unsafe.class);
  }

  @Test
  void realm_thatRedirectsElsewhere_takesNoPasswordAlong() {
    try (PlayedServer other = PlayedServer.start()) {
      registry.on(TAGS, e -> answerIf(e, "Bearer t1", bearer("")));
      tokens.on("GET /token", e -> e.with("Location", other.url("/there")).answer(307, ""));
      other.on("GET /there", e -> e.answer(200, "{\"token\":\"t1\"}"));

      client(ALICE).tags(APP).all();

      assertThat(other.seen().getFirst().header("Authorization")).isEmpty();
    }
  }

  @Test
  void brokenChallenge_isABadAnswer() {
    registry.on(TAGS, e -> answerIf(e, "Bearer t1", "Bearer realm=\"unfinished"));

    assertThatThrownBy(() -> client(ALICE).tags(APP).all()).isInstanceOf(BadAnswer.class);
  }

  @Test
  void unknownChallenge_isARefusal() {
    registry.on(TAGS, e -> answerIf(e, "Digest x", "Digest realm=r"));

    assertThatThrownBy(() -> client(ALICE).tags(APP).all()).isInstanceOf(LoginRefused.class);
  }

  private RegistryClient client(Credentials credentials) {
    return setting.client(registry.host(), transport, credentials);
  }

  private String bearer(String scope) {
    String asked = scope.isEmpty() ? "" : ",scope=\"" + scope + "\",error=\"insufficient_scope\"";
    return "Bearer realm=\"" + tokens.url("/token?x=1") + "\",service=\"played\"" + asked;
  }

  private static void answerIf(Exchange exchange, String authorization, String challenge)
      throws IOException {
    if (exchange.seen().header("Authorization").equals(authorization)) {
      exchange.answer(200, "{\"name\":\"team/app\",\"tags\":[]}");
    } else {
      exchange
          .with("WWW-Authenticate", challenge)
          .answer(401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"login\"}]}");
    }
  }
}
