package dev.lading.runtime.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.RegistryException.Danger;
import dev.lading.runtime.registry.RegistryException.TimedOut;
import dev.lading.runtime.registry.RegistryException.TooLarge;
import dev.lading.runtime.registry.RegistryException.Unreachable;
import dev.lading.runtime.registry.RegistryException.Unsafe;
import dev.lading.runtime.registry.played.PlayedServer;
import dev.lading.runtime.registry.played.RawServer;
import dev.lading.runtime.registry.played.Setting;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Setting setting = Setting.usual();
  private final Transport transport = setting.transport();
  private final PlayedServer server = PlayedServer.start();

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirect_elsewhere_leavesTheSecretBehind(int status) {
    try (PlayedServer other = PlayedServer.start()) {
      server.on("GET /a", e -> e.with("Location", other.url("/b?sig=1")).answer(status, ""));
      other.on("GET /b", e -> e.answer(200, "there"));

      assertThat(text(secretly(Method.GET, server.url("/a")))).isEqualTo("there");
      assertThat(server.seen().getFirst().header("Authorization")).isEqualTo("Bearer secret");
      assertThat(other.lines()).containsExactly("GET /b?sig=1");
      assertThat(other.seen().getFirst().headers().toString()).doesNotContain("secret");
    }
  }

  @Test
  void redirect_elsewhereAndBack_doesNotBringTheSecretBack() {
    try (PlayedServer other = PlayedServer.start()) {
      server.on("GET /a", e -> e.with("Location", other.url("/b")).answer(302, ""));
      other.on("GET /b", e -> e.with("Location", server.url("/c")).answer(302, ""));
      server.on("GET /c", e -> e.answer(200, "back"));

      text(secretly(Method.GET, server.url("/a")));

      assertThat(server.seen().getLast().header("Authorization")).isEmpty();
    }
  }

  @Test
  void redirect_onOneOrigin_keepsTheSecret() {
    server.on("GET /a", e -> e.with("Location", "/b").answer(307, ""));
    server.on("GET /b", e -> e.answer(200, "there"));

    text(secretly(Method.GET, server.url("/a")));

    assertThat(server.seen().getLast().header("Authorization")).isEqualTo("Bearer secret");
  }

  @Test
  void redirect_inACircle_ends() {
    server.on("GET /a", e -> e.with("Location", "/a").answer(307, ""));

    assertThatThrownBy(() -> transport.send(get("/a")))
        .isInstanceOfSatisfying(
            Unsafe.class, e -> assertThat(e.danger()).isEqualTo(Danger.TOO_MANY));
    assertThat(server.lines()).hasSize(6);
  }

  @Test
  void redirect_toNowhere_isABadAnswer() {
    server.on("GET /a", e -> e.answer(307, ""));

    assertThatThrownBy(() -> transport.send(get("/a"))).isInstanceOf(BadAnswer.class);
  }

  @Test
  void redirect_withAnEndlessBody_isNotReadToItsEnd() {
    try (RawServer endless =
        RawServer.start(
            (connection, _) -> {
              RawServer.say(
                  connection, "HTTP/1.1 307 x\r\nLocation: " + server.url("/b") + "\r\n\r\n");
              while (true) {
                RawServer.say(connection, "x".repeat(4096));
              }
            })) {
      server.on("GET /b", e -> e.answer(200, "there"));

      assertThat(text(Request.of(Method.GET, at(endless)))).isEqualTo("there");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"POST", "PUT", "PATCH", "DELETE"})
  void redirect_ofAChange_isNotFollowed(Method method) {
    server.on(method + " /a", e -> e.with("Location", "/b").answer(307, ""));

    try (Answer answer = transport.send(Request.of(method, URI.create(server.url("/a"))))) {
      assertThat(answer.status()).isEqualTo(307);
    }
    assertThat(server.lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"503, 2, PT2S", "429, 0, PT0S", "503, 'Sat, 21 Nov 2026 12:00:07 GMT', PT7S"})
  void registryWithoutTime_isAskedAgainWhenItSays(int status, String after, Duration pause) {
    AtomicInteger count = new AtomicInteger();
    server.on(
        "POST /a",
        e -> {
          if (count.incrementAndGet() == 1) {
            e.with("Retry-After", after).answer(status, "busy");
          } else {
            e.answer(200, e.seen().text());
          }
        });
    Request request =
        Request.of(Method.POST, URI.create(server.url("/a")))
            .with(RequestBody.of("again".getBytes(StandardCharsets.US_ASCII)));

    assertThat(text(request)).isEqualTo("again");
    assertThat(setting.pauses()).containsExactly(pause);
  }

  @Test
  void registryThatWantsTooMuchTime_hasItsAnswerPassedOn() {
    server.on("GET /a", e -> e.with("Retry-After", "3600").answer(503, ""));

    try (Answer answer = transport.send(get("/a"))) {
      assertThat(answer.status()).isEqualTo(503);
    }
    assertThat(setting.pauses()).isEmpty();
  }

  @Test
  void registryThatNeverHasTime_isAskedThreeTimes() {
    server.on("GET /a", e -> e.answer(429, ""));

    try (Answer answer = transport.send(get("/a"))) {
      assertThat(answer.status()).isEqualTo(429);
    }
    assertThat(server.lines()).hasSize(3);
    assertThat(setting.pauses()).hasSize(2);
  }

  @Test
  void lostConnection_beforeAnAnswer_isMadeAnewForAGet() {
    AtomicInteger count = new AtomicInteger();
    try (RawServer server =
        RawServer.start(
            (connection, _) -> {
              if (count.incrementAndGet() > 2) {
                RawServer.say(connection, "HTTP/1.1 200 x\r\nContent-Length: 2\r\n\r\nok");
              }
              connection.close();
            })) {
      assertThat(text(Request.of(Method.GET, at(server)))).isEqualTo("ok");
    }
  }

  @Test
  void lostConnection_isNotMadeAnewForAPost() {
    try (RawServer server = RawServer.start((connection, _) -> connection.close())) {
      Request post = Request.of(Method.POST, at(server)).with(RequestBody.of(new byte[10]));

      assertThatThrownBy(() -> transport.send(post)).isInstanceOf(Unreachable.class);
      assertThat(setting.pauses()).isEmpty();
    }
  }

  @Test
  void nobodyThere_isUnreachable() {
    int port = server.port();
    server.close();

    assertThatThrownBy(
            () ->
                transport.send(
                    Request.of(Method.GET, URI.create("http://127.0.0.1:" + port + "/x?key=s"))))
        .isInstanceOf(Unreachable.class)
        .message()
        .contains("/x")
        .doesNotContain("key");
    assertThat(setting.pauses()).hasSize(2);
  }

  @Test
  void clearText_isRefusedBeforeAnythingIsSent() {
    try (Transport strict = setting.with(PlainHttp.NOWHERE).transport()) {
      assertThatThrownBy(() -> strict.send(get("/a"))).isInstanceOf(Unsafe.class);
    }
    assertThat(server.lines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"100, 100, true", "101, 100, false"})
  void read_takesNoMoreThanItsLimit(int length, int limit, boolean taken) {
    server.on("GET /a", e -> e.answer(200, "x".repeat(length)));

    try (Answer answer = transport.send(get("/a"))) {
      if (taken) {
        assertThat(answer.read(limit)).hasSize(length);
      } else {
        assertThatThrownBy(() -> answer.read(limit)).isInstanceOf(TooLarge.class);
      }
    }
  }

  @Test
  void read_ofAnEndlessBody_endsAtTheLimit() {
    try (RawServer endless =
            RawServer.start(
                (connection, _) -> {
                  RawServer.say(connection, "HTTP/1.1 200 x\r\n\r\n");
                  while (true) {
                    RawServer.say(connection, "x".repeat(4096));
                  }
                });
        Answer answer = transport.send(Request.of(Method.GET, at(endless)))) {
      assertThatThrownBy(() -> answer.read(1_000_000))
          .isInstanceOfSatisfying(
              TooLarge.class, e -> assertThat(e.limitBytes()).isEqualTo(1_000_000));
    }
  }

  @Test
  void body_thatStandsStill_isGivenUp() {
    try (RawServer silent =
            RawServer.start(
                (connection, _) ->
                    RawServer.say(connection, "HTTP/1.1 200 x\r\nContent-Length: 9\r\n\r\nabc"));
        Transport impatient = setting.stallingAfter(SHORT).transport();
        Answer answer = impatient.send(Request.of(Method.GET, at(silent)))) {
      assertThatThrownBy(() -> answer.read(100)).isInstanceOf(TimedOut.class);
    }
  }

  @Test
  void body_thatIsCutShort_isALostConnection() {
    server.on("GET /a", e -> e.cutShort(200, new byte[10], 20));

    try (Answer answer = transport.send(get("/a"))) {
      assertThatThrownBy(() -> answer.read(100)).isInstanceOf(Unreachable.class);
    }
  }

  @Test
  void upload_thatNobodyTakes_isGivenUp() {
    try (RawServer silent = RawServer.start((_, _) -> {});
        Transport impatient = setting.stallingAfter(SHORT).transport()) {
      Request upload = Request.of(Method.PUT, at(silent)).with(zeros(1L << 30));

      assertThatThrownBy(() -> impatient.send(upload)).isInstanceOf(TimedOut.class);
    }
  }

  @Test
  void request_showsNoSecret() {
    assertThat(secretly(Method.GET, server.url("/a?sig=1")).toString())
        .endsWith("/a")
        .doesNotContain("secret");
  }

  private String text(Request request) {
    try (Answer answer = transport.send(request)) {
      return new String(answer.read(1000), StandardCharsets.UTF_8);
    }
  }

  private Request get(String path) {
    return Request.of(Method.GET, URI.create(server.url(path)));
  }

  private static Request secretly(Method method, String url) {
    return Request.of(method, URI.create(url)).authorizedBy(Optional.of("Bearer secret"));
  }

  private static URI at(RawServer server) {
    return URI.create("http://127.0.0.1:" + server.port() + "/a");
  }

  private static RequestBody zeros(long length) {
    return new RequestBody() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public InputStream open() {
        return new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] into, int offset, int count) {
            return count;
          }
        };
      }
    };
  }

  @Test
  void headers_ofTheProduct_areThere() {
    server.on("GET /a", e -> e.answer(200, ""));

    text(get("/a"));

    assertThat(server.seen().getFirst().header("User-agent")).isEqualTo("lading/test");
    assertThat(server.seen().getFirst().headers().keySet())
        .doesNotContainAnyElementsOf(List.of("Upgrade", "Http2-settings"));
  }
}
