package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.config.Configuration;
import dev.lading.server.exchange.Hostnames;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Need;
import dev.lading.server.exchange.Origin;
import dev.lading.server.exchange.RequestException.Unauthorized;
import dev.lading.server.exchange.SentRequest;
import dev.lading.storage.memory.MemoryDriver;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the challenge sends a client for its token, by how it came and what is configured. */
class RealmTest {
  private static final String EXTERNAL =
      "{realm: 'https://auth.example.com/t', service: s, issuer: i, jwks: keys.json, autoredirect: "
          + "%s}";

  /** The point of RFC 7517, A.1. */
  private static final String KEYS =
      """
      {"keys":[{"kty":"EC","crv":"P-256","kid":"1",
        "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # tokens  | configured host         | prefix | came by | to             | realm
          issue     | -                       | -      | https   | r.example.com  | https://r.example.com/auth/token
          issue     | -                       | -      | http    | localhost:5000 | http://localhost:5000/auth/token
          issue     | -                       | /reg   | http    | localhost:5000 | http://localhost:5000/reg/auth/token
          issue     | https://r.example.com/  | -      | http    | other          | https://r.example.com/auth/token
          issue     | https://r.example.com   | /reg   | http    | other          | https://r.example.com/reg/auth/token
          issue     | -                       | -      | http    | -              | /auth/token
          external  | -                       | /reg   | http    | other          | https://auth.example.com/t
          redirect  | -                       | -      | http    | r.example.com  | https://r.example.com/auth/token
          redirect  | -                       | -      | https   | r.example.com  | https://r.example.com/auth/token
          """)
  void realm_isWhereThisClientCanGetToken(
      String tokens, String host, String prefix, String scheme, String to, String realm)
      throws Exception {
    Files.writeString(directory.resolve("keys.json"), KEYS);
    try (Authentication authentication =
        Authentication.open(
            settings(tokens),
            new Authentication.Surroundings(
                new MemoryDriver(InstantSource.system()),
                Optional.empty(),
                Map.of(),
                Optional.ofNullable(host).map(URI::create),
                prefix == null ? "" : prefix,
                Hostnames.NONE,
                InstantSource.system(),
                new SecureRandom()))) {
      SentRequest ping =
          SentRequest.of(Method.GET, "/v2/")
              .from(new Origin("192.0.2.1", scheme, to == null ? "" : to));
      Unauthorized refusal =
          catchThrowableOfType(
              Unauthorized.class,
              () -> authentication.gate().admit(ping.request(), new Need.Login()));

      assertThat(refusal.challenge()).startsWith("Bearer realm=\"" + realm + "\",service=");
    }
  }

  private AuthSettings settings(String tokens) throws Exception {
    String token =
        switch (tokens) {
          case "issue" -> "{issue: true}";
          case "redirect" -> EXTERNAL.formatted(true);
          default -> EXTERNAL.formatted(false);
        };
    Path file =
        Files.writeString(
            directory.resolve("config.yml"),
            "version: 0.1\nstorage: {inmemory: {}}\nauth:\n  token: " + token + "\n");
    return Configuration.load(Optional.of(file), Map.of()).read(ServerSettings::from).get().auth();
  }
}
