package dev.lading.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.server.exchange.ClientCertificate;
import dev.lading.server.exchange.Headers;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Origin;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Response.Header;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks, under which name, and what we call ourselves in return. */
class AddressingTest {

  private static RawClient.Answer ask(UnaryOperator<HttpSettings> settings, String path)
      throws IOException {
    try (ServedRoutes served =
            ServedRoutes.table()
                .route(
                    Method.GET,
                    "/v2/",
                    _ ->
                        Response.of(202)
                            .with("Location", "/v2/a/blobs/uploads/1?x=y")
                            .with("Link", "</v2/a/tags/list?last=b>; rel=\"next\""))
                .settings(settings)
                .serve();
        RawClient client = new RawClient(served.port())) {
      return client.send("GET " + path + " HTTP/1.1\nHost: hub.example:77\n\n").answer();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/,     '',                   true,  /v2/a/blobs/uploads/1?x=y",
    "/,     '',                   false, http://hub.example:77/v2/a/blobs/uploads/1?x=y",
    "/,     https://r.example,    true,  https://r.example/v2/a/blobs/uploads/1?x=y",
    "/,     https://r.example:8/, false, https://r.example:8/v2/a/blobs/uploads/1?x=y",
    "/hub/, '',                   true,  /hub/v2/a/blobs/uploads/1?x=y",
    "/hub/, '',                   false, http://hub.example:77/hub/v2/a/blobs/uploads/1?x=y",
    "/hub/, https://r.example,    true,  https://r.example/hub/v2/a/blobs/uploads/1?x=y",
  })
  void location_followsTheSettings(String prefix, String host, boolean relative, String location)
      throws Exception {
    Optional<URI> uri = host.isEmpty() ? Optional.empty() : Optional.of(URI.create(host));
    RawClient.Answer answer =
        ask(s -> Settings.withPrefix(Settings.withUrls(s, uri, relative), prefix), prefix + "v2/");
    assertThat(answer.header("Location")).contains(location);
    assertThat(answer.header("Link"))
        .contains("<" + prefix + "v2/a/tags/list?last=b>; rel=\"next\"");
  }

  @Test
  void configuredHeaders_areOnEveryAnswer() throws Exception {
    List<Header> headers = List.of(new Header("X-Content-Type-Options", "nosniff"));
    for (String path : List.of("/v2/", "/nowhere")) {
      assertThat(ask(s -> Settings.withHeaders(s, headers), path).header("X-Content-Type-Options"))
          .contains("nosniff");
    }
  }

  @Test
  void unknownPath_isAnsweredInJson_withRequestId() throws Exception {
    RawClient.Answer answer = ask(s -> s, "/v2/a/nothing");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.header("X-Request-Id")).isPresent();
    assertThat(answer.body())
        .startsWith("{\"errors\":[{\"code\":\"UNSUPPORTED\"")
        .contains("\"reason\":\"route-unknown\"")
        .endsWith("}]}\n");
  }

  @Test
  void severalListeners_allAnswer() throws Exception {
    List<ListenAddress> addresses =
        List.of(
            ListenAddress.parse("127.0.0.1:0"),
            ListenAddress.parse("[::1]:0"),
            ListenAddress.parse(":0"));
    try (ServedRoutes served =
        ServedRoutes.table()
            .route(Method.GET, "/v2/", _ -> Response.json(200, "{}"))
            .settings(s -> Settings.withListeners(s, addresses))
            .serve()) {
      List<ListenAddress> bound = served.edge().addresses();
      assertThat(bound).extracting(ListenAddress::host).containsExactly("127.0.0.1", "::1", "");
      assertThat(bound).extracting(ListenAddress::port).doesNotContain(0).doesNotHaveDuplicates();
      assertAnswers("127.0.0.1", bound.get(0).port());
      assertAnswers("::1", bound.get(1).port());
      assertAnswers("127.0.0.1", bound.get(2).port());
      assertAnswers("::1", bound.get(2).port());
      for (int i = 0; i < 4; i++) {
        assertThat(served.access().client()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
      }
    }
  }

  private static void assertAnswers(String host, int port) throws IOException {
    try (RawClient client = new RawClient(host, port)) {
      assertThat(client.send("GET /v2/ HTTP/1.1\nHost: x\n\n").answer().status()).isEqualTo(200);
    }
  }

  @Test
  void takenPort_isSaid() throws Exception {
    try (ServedRoutes served = ServedRoutes.table().serve()) {
      assertThatThrownBy(
              () ->
                  ServedRoutes.table()
                      .settings(
                          s ->
                              Settings.withListeners(
                                  s, List.of(new ListenAddress("127.0.0.1", served.port()))))
                      .serve())
          .isInstanceOf(ListenFailed.class)
          .hasMessageContaining(String.valueOf(served.port()));
    }
  }

  @Test
  void forwardedHeaders_throughTheWholeEdge_areTakenFromTrustedProxiesOnly() throws Exception {
    for (boolean trusted : List.of(true, false)) {
      AtomicReference<Origin> seen = new AtomicReference<>();
      String range = trusted ? "127.0.0.0/8" : "10.0.0.0/8";
      try (ServedRoutes served =
              ServedRoutes.table()
                  .route(
                      Method.GET,
                      "/v2/",
                      request -> {
                        seen.set(request.origin());
                        return Response.of(200);
                      })
                  .settings(s -> Settings.withProxies(s, List.of(AddressRange.parse(range))))
                  .serve();
          RawClient client = new RawClient(served.port())) {
        RawClient.Answer answer =
            client
                .send(
                    """
                    GET /v2/ HTTP/1.1
                    Host: inner
                    X-Request-Id: from-proxy.1
                    X-Forwarded-For: 192.0.2.7
                    X-Forwarded-Proto: https
                    X-Forwarded-Host: hub.example

                    """)
                .answer();
        assertThat(seen.get())
            .isEqualTo(
                trusted
                    ? new Origin("192.0.2.7", "https", "hub.example")
                    : new Origin("127.0.0.1", "http", "inner"));
        assertThat(answer.header("X-Request-Id").orElseThrow().equals("from-proxy.1"))
            .isEqualTo(trusted);
      }
    }
  }

  private record Lines(List<Header> lines) implements Headers {
    @Override
    public Optional<String> first(String name) {
      return all(name).stream().findFirst();
    }

    @Override
    public List<String> all(String name) {
      return lines.stream()
          .filter(line -> line.name().equalsIgnoreCase(name))
          .map(Header::value)
          .toList();
    }
  }

  /** Header lines are separated by a bar. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "X-Forwarded-For: 192.0.2.1;                                   192.0.2.1;   http;  inner",
        "X-Forwarded-For: 6.6.6.6, 192.0.2.1;                          192.0.2.1;   http;  inner",
        "X-Forwarded-For: 192.0.2.1, 10.1.1.1;                         192.0.2.1;   http;  inner",
        "X-Forwarded-For: 6.6.6.6 | X-Forwarded-For: 192.0.2.1;        192.0.2.1;   http;  inner",
        "X-Forwarded-For: 192.0.2.1:4711;                              192.0.2.1;   http;  inner",
        "X-Forwarded-For: [2001:db8::1]:4711;                          2001:db8::1; http;  inner",
        "X-Forwarded-For: 2001:db8::1;                                 2001:db8::1; http;  inner",
        "X-Forwarded-Proto: HTTPS;                                     10.0.0.1;    https; inner",
        "X-Forwarded-Proto: gopher;                                    10.0.0.1;    http;  inner",
        "X-Forwarded-Host: hub.example:5000;                           10.0.0.1;    http;  hub.example:5000",
        "X-Forwarded-Host: evil/path;                                  10.0.0.1;    http;  inner",
        "'Forwarded: for=192.0.2.1;proto=https;host=hub.example';      192.0.2.1;   https; hub.example",
        "'Forwarded: For=\"[2001:db8::1]:47\"; Proto=https';           2001:db8::1; https; inner",
        "'Forwarded: for=6.6.6.6;host=evil, for=192.0.2.1;host=h';     192.0.2.1;   http;  h",
        "'Forwarded: for=192.0.2.1;proto=https, for=10.1.1.1';         192.0.2.1;   https; inner",
        "'Forwarded: for=_hidden;proto=https';                         10.0.0.1;    https; inner",
        "'Forwarded: for=6.6.6.6, for=unknown';                        10.0.0.1;    http;  inner",
        "'Forwarded: for=_hidden, for=10.1.1.1';                       10.1.1.1;    http;  inner",
        "X-Forwarded-For: unknown;                                     10.0.0.1;    http;  inner",
        "X-Forwarded-For: 6.6.6.6, unknown, 10.1.1.1;                  10.1.1.1;    http;  inner",
        "'Forwarded: for=6.6.6.6 | X-Forwarded-For: 192.0.2.1';        192.0.2.1;   http;  inner",
        "'X-Forwarded-For: 192.0.2.1 | Forwarded: for=6.6.6.6;host=h'; 192.0.2.1;   http;  inner",
        "'Forwarded: for=6.6.6.6 | X-Forwarded-For: ,';                10.0.0.1;    http;  inner",
      })
  void origin_isReadFromOurEndOfTheChain(String lines, String client, String scheme, String host) {
    Origins origins =
        new Origins(List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8")));
    List<Header> headers = new ArrayList<>();
    Stream.of(lines.split("\\|"))
        .map(line -> line.strip().split(": ", 2))
        .forEach(pair -> headers.add(new Header(pair[0], pair[1])));
    Origin direct = new Origin("10.0.0.1", "http", "inner");
    assertThat(origins.of(direct, InetAddress.ofLiteral("10.0.0.1"), new Lines(headers)))
        .isEqualTo(new Origin(client, scheme, host));
    assertThat(origins.of(direct, InetAddress.ofLiteral("192.0.2.9"), new Lines(headers)))
        .isEqualTo(direct);
  }

  /** Whether or not the proxy says whom it passes on. */
  @ParameterizedTest
  @ValueSource(strings = {"X-Other", "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"})
  void origin_ofATrustedPeer_hasNotItsCertificate(String header) {
    Origins origins = new Origins(List.of(AddressRange.parse("10.0.0.0/8")));
    Headers headers = new Lines(List.of(new Header(header, "for=192.0.2.1")));
    ClientCertificate shown =
        new ClientCertificate(
            Optional.of("proxy"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            "0".repeat(64),
            Instant.MAX);
    Origin direct = new Origin("10.0.0.1", "https", "inner", Optional.of(shown));
    assertThat(origins.of(direct, InetAddress.ofLiteral("10.0.0.1"), headers).certificate())
        .isEmpty();
    assertThat(origins.of(direct, InetAddress.ofLiteral("192.0.2.9"), headers)).isEqualTo(direct);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,     10.255.0.1,       true",
    "10.0.0.0/8,     11.0.0.1,         false",
    "192.168.4.0/22, 192.168.7.255,    true",
    "192.168.4.0/22, 192.168.8.0,      false",
    "127.0.0.1,      127.0.0.1,        true",
    "127.0.0.1,      127.0.0.2,        false",
    "0.0.0.0/0,      1.2.3.4,          true",
    "fd00::/8,       fdff::1,          true",
    "fd00::/8,       fe00::1,          false",
    "::1,            ::1,              true",
    "0.0.0.0/0,      ::1,              false",
    "10.0.0.0/8,     ::ffff:10.1.2.3,  true",
  })
  void range_containsAddress(String range, String address, boolean contained) {
    assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
        .isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129"})
  void range_ofAnythingElse_isRefused(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:5000, 127.0.0.1, 5000",
    "[::1]:5000,     ::1,       5000",
    ":5000,          '',        5000",
    "hub.example:80, hub.example, 80",
  })
  void listenAddress_isRead(String text, String host, int port) {
    assertThat(ListenAddress.parse(text)).isEqualTo(new ListenAddress(host, port));
    assertThat(ListenAddress.parse(text).toString()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5000", "::1:5000", "a:", "a:b", "a:70000", "a:-1"})
  void listenAddress_ofAnythingElse_isRefused(String text) {
    assertThatThrownBy(() -> ListenAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
