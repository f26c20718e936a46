package dev.lading.server.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.SentRequest;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request says of its sender, in all the ways that it can be said, and cannot. */
class CredentialsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # header                   | what it is
          Basic YWxpY2U6c2VjcmV0     | Basic alice, secret
          basic YWxpY2U6c2VjcmV0     | Basic alice, secret
          BASIC YWxpY2U6c2VjcmV0     | Basic alice, secret
          "Basic   YWxpY2U6c2VjcmV0 " | Basic alice, secret
          Basic YWxpY2U6OnM6ZTo=     | Basic alice, :s:e:
          Basic YWxpY2U6OnM6ZTo      | Basic alice, :s:e:
          Basic YWxpY2U6             | Basic alice,
          Basic OnNlY3JldA==         | Basic , secret
          Basic Og==                 | None
          Basic YWxpY2U=             | Malformed
          Basic YWxpY2U6c2VjcmV0=    | Malformed
          Basic YWxpY2U6c2VjcmV0!    | Malformed
          Basic YWxpY2U6 c2VjcmV0    | Malformed
          Basic YTo_Pz8_             | Malformed
          Basic Y                    | Malformed
          "Basic "                   | Malformed
          Basic                      | Malformed
          BasicYWxpY2U6c2VjcmV0      | Malformed
          " Basic YWxpY2U6c2VjcmV0"  | Malformed
          "Basic\tYWxpY2U6c2VjcmV0"  | Malformed
          ""                         | Malformed
          " "                        | Malformed
          Bearer a.b.c               | Bearer a.b.c
          bEARER a.b.c               | Bearer a.b.c
          "Bearer  a.b.c "           | Bearer a.b.c
          Bearer a b                 | Bearer a b
          "Bearer "                  | Malformed
          Bearer                     | Malformed
          Digest username=alice      | Malformed
          Negotiate abc              | Malformed
          Basic, Bearer a.b.c        | Malformed
          """)
  void header_isReadAsTheTableSays(String header, String what) {
    assertThat(told(of(header))).isEqualTo(what);
  }

  @Test
  void noHeader_isNone() {
    assertThat(Credentials.of(request().request().headers())).isEqualTo(new Credentials.None());
  }

  @Test
  void twoHeaders_areMalformed_alsoWhenTheySayTheSame() {
    SentRequest once = request().header("Authorization", "Bearer a.b.c");

    assertThat(Credentials.of(once.header("authorization", "Bearer a.b.c").request().headers()))
        .isEqualTo(new Credentials.Malformed());
    assertThat(Credentials.of(once.header("AUTHORIZATION", "").request().headers()))
        .isEqualTo(new Credentials.Malformed());
  }

  @Test
  void basic_inUtf8_keepsNameAndBytes() {
    assertThat(told(of("Basic " + base64("jürgen:pässword".getBytes(UTF_8)))))
        .isEqualTo("Basic jürgen, pässword");
  }

  /** The name is nobody's then; the secret is never text. */
  @Test
  void basic_notInUtf8_isReadAllTheSame() {
    Credentials credentials = of("Basic " + base64("jürgen:\u00ff\u0000".getBytes(ISO_8859_1)));

    assertThat(credentials)
        .isInstanceOfSatisfying(
            Credentials.Basic.class,
            basic -> {
              assertThat(basic.name()).isEqualTo("j\ufffdrgen");
              assertThat(HexFormat.of().formatHex(basic.secret())).isEqualTo("ff00");
            });
  }

  @Test
  void basic_ofAnyLength_isRead() {
    String secret = "x".repeat(100_000);

    assertThat(told(of("Basic " + base64(("alice:" + secret).getBytes(UTF_8)))))
        .isEqualTo("Basic alice, " + secret);
  }

  @Test
  void credentials_areNotPrinted() {
    assertThat(of("Basic YWxpY2U6c2VjcmV0")).hasToString("Basic");
    assertThat(of("Bearer a.b.c")).hasToString("Bearer");
  }

  private static String told(Credentials credentials) {
    return switch (credentials) {
      case Credentials.None() -> "None";
      case Credentials.Malformed() -> "Malformed";
      case Credentials.Basic basic ->
          ("Basic " + basic.name() + ", " + new String(basic.secret(), UTF_8)).strip();
      case Credentials.Bearer(String token) -> "Bearer " + token;
    };
  }

  private static Credentials of(String header) {
    return Credentials.of(request().header("Authorization", header).request().headers());
  }

  private static SentRequest request() {
    return SentRequest.of(Method.GET, "/v2/");
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
