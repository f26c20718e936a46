package dev.lading.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.auth.Action;
import dev.lading.auth.Identity;
import dev.lading.auth.access.AccessRules;
import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.oidc.KeyLocation;
import dev.lading.auth.oidc.OidcIssuer;
import dev.lading.config.Configuration;
import dev.lading.config.Effective;
import dev.lading.config.Problem;
import dev.lading.content.RepositoryName;
import dev.lading.server.AuthSettings.HtpasswdSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code auth} means, and what is wrong with it. */
class AuthSettingsTest {
  private static final Path FILE = Path.of("/etc/lading/config.yml");
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final String BASE64 = Base64.getEncoder().encodeToString(KEY);
  private static final RepositoryName APP = RepositoryName.parse("team-a/app");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "auth:",
        "auth: {}",
        "auth: none",
        "auth: {none: {}}",
        "auth: {sealing: {keyfile: key}}",
      })
  void auth_thatAsksForNothing_isOpen(String lines) {
    Effective<ServerSettings> effective = read(lines);

    assertThat(effective.problems()).isEmpty();
    AuthSettings auth = effective.get().auth();
    assertThat(auth.isOpen()).isTrue();
    assertThat(auth.access().isAllowed(new Identity.Anonymous(), Action.PUSH, APP)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth: {htpasswd: {path: users}}",
        "auth: {robots: {path: robots.yml}}",
        "auth: {token: {issue: true}}",
        "auth: {token: {realm: 'https://a/t', service: s, issuer: i, jwks: k}}",
        "auth: {access: [{who: 'user:a', may: pull, on: '**'}]}",
      })
  void auth_thatAsksForAnything_isNotOpen(String lines) {
    AuthSettings auth = read(lines).get().auth();

    assertThat(auth.isOpen()).isFalse();
    assertThat(auth.access().isAllowed(new Identity.Anonymous(), Action.PULL, APP)).isFalse();
  }

  @Test
  void paths_inTheFile_beginAtTheFile() {
    AuthSettings auth =
        read("auth: {htpasswd: {path: users}, robots: {path: /r.yml}}").get().auth();

    assertThat(auth.htpasswd())
        .contains(new HtpasswdSettings("Lading", Path.of("/etc/lading/users")));
    assertThat(auth.robots()).contains(Path.of("/r.yml"));
  }

  @Test
  void paths_inVariables_beginAtTheWorkingDirectory() {
    AuthSettings auth =
        read(
                "",
                Map.of(
                    "REGISTRY_AUTH", "htpasswd",
                    "REGISTRY_AUTH_HTPASSWD_REALM", "Registry Realm",
                    "REGISTRY_AUTH_HTPASSWD_PATH", "users"))
            .get()
            .auth();

    assertThat(auth.htpasswd()).contains(new HtpasswdSettings("Registry Realm", Path.of("users")));
  }

  @Test
  void issuedTokens_haveDefaults() {
    assertThat(read("auth: {token: {issue: true}}").get().auth().token())
        .isEqualTo(
            new TokenSettings.Issued(
                "lading",
                "lading",
                "/auth/token",
                Duration.ofMinutes(5),
                TokenAlgorithm.ES256,
                Duration.ofDays(90),
                new SealingKey.MadeInFile(Path.of("/srv/store.sealing-key"))));
  }

  @Test
  void issuedTokens_fullyWritten_areAllRead() {
    String lines =
        """
        auth:
          htpasswd: {realm: r, path: /u}
          token: {issue: true, issuer: i, service: s, path: /t, expiry: 60s, algorithm: EdDSA, rotateafter: 24h}
          sealing: {keyfile: key}
        """;

    Effective<ServerSettings> effective = read(lines);

    assertThat(effective.problems()).isEmpty();
    assertThat(effective.get().auth().token())
        .isEqualTo(
            new TokenSettings.Issued(
                "i",
                "s",
                "/t",
                Duration.ofMinutes(1),
                TokenAlgorithm.EDDSA,
                Duration.ofDays(1),
                new SealingKey.InFile(Path.of("/etc/lading/key"))));
  }

  @Test
  void externalTokens_areReadFromDistributionsKeys() {
    String lines =
        """
        auth:
          token:
            realm: https://auth.example.com/token
            service: registry
            issuer: Auth Service
            rootcertbundle: /root/certs/bundle
            jwks: keys.json
            signingalgorithms: [ES256, RS256]
            autoredirect: true
            autoredirectpath: /login/token
        """;

    Effective<ServerSettings> effective = read(lines);

    assertThat(effective.problems()).isEmpty();
    assertThat(effective.get().auth().token())
        .isEqualTo(
            new TokenSettings.External(
                "https://auth.example.com/token",
                "registry",
                "Auth Service",
                Optional.of(Path.of("/root/certs/bundle")),
                Optional.of(Path.of("/etc/lading/keys.json")),
                Set.of(TokenAlgorithm.ES256, TokenAlgorithm.RS256),
                true,
                "/login/token"));
  }

  @Test
  void externalTokens_withoutAlgorithms_areTakenInAllWithPublicKeys() {
    TokenSettings token =
        read("auth: {token: {realm: 'https://a/t', service: s, issuer: i, jwks: k}}")
            .get()
            .auth()
            .token();

    assertThat(((TokenSettings.External) token).algorithms())
        .containsExactlyInAnyOrder(TokenAlgorithm.values());
  }

  @Test
  void issuers_areReadWithWhereTheirKeysAre() {
    String lines =
        """
        auth:
          token: {issue: true}
          oidc:
            - {issuer: "https://a.example.com", audience: lading, user: "ci:{sub}", groups: teams}
            - {issuer: b, audience: x, user: "b:{sub}", jwks: b.json, signingalgorithms: [RS256]}
            - {issuer: c, audience: x, user: sub, jwks: "http://127.0.0.1:1/keys"}
        """;

    Effective<ServerSettings> effective = read(lines);

    assertThat(effective.problems()).isEmpty();
    List<OidcIssuer> issuers = effective.get().auth().oidc();
    assertThat(issuers)
        .extracting(OidcIssuer::issuer)
        .containsExactly("https://a.example.com", "b", "c");
    assertThat(issuers)
        .extracting(OidcIssuer::keys)
        .containsExactly(
            new KeyLocation.Discovered(),
            new KeyLocation.File(Path.of("/etc/lading/b.json")),
            new KeyLocation.Url(URI.create("http://127.0.0.1:1/keys")));
    assertThat(issuers.get(0).mapping().groups()).contains("teams");
    assertThat(issuers.get(1).algorithms()).containsExactly(TokenAlgorithm.RS256);
    assertThat(issuers.get(2).algorithms()).hasSize(TokenAlgorithm.values().length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {silly: {realm: r, service: s}}                | auth.silly           | Remove it
          {htpasswd: }                                   | auth.htpasswd.path   | lading user add
          {htpasswd: {}}                                 | auth.htpasswd.path   | is missing
          {htpasswd: {realm: r}}                         | auth.htpasswd.path   | is missing
          {htpasswd: {realm: r, path: ''}}               | auth.htpasswd.path   | is missing
          {htpasswd: {path: u, realm: 'a" b'}}           | auth.htpasswd.realm  | challenge
          {htpasswd: {path: "u\\nrealm: x", realm: "\\n"}} | auth.htpasswd.realm  | challenge
          {htpasswd: {path: "a\\0b"}}                     | auth.htpasswd.path   | character
          {htpasswd: {path: u, relm: r}}                 | auth.htpasswd.relm   | auth.htpasswd.realm
          {robots: {}}                                   | auth.robots.path     | lading robot add
          {token: {issue: maybe}}                        | auth.token.issue     | true nor false
          {token: {issue: true, expiry: 59s}}            | auth.token.expiry    | 60s
          {token: {issue: true, expiry: 25h}}            | auth.token.expiry    | 24h
          {token: {issue: true, expiry: 300}}            | auth.token.expiry    | 60s
          {token: {issue: true, rotateafter: 1m}}        | auth.token.rotateafter | 3600s
          {token: {issue: true, rotateafter: 99999h}}    | auth.token.rotateafter | 35040h
          {token: {issue: true, algorithm: HS256}}       | auth.token.algorithm | shared secret
          {token: {issue: true, algorithm: none}}        | auth.token.algorithm | is none of
          {token: {issue: true, algorithm: es256}}       | auth.token.algorithm | ES256
          {token: {issue: true, path: auth}}             | auth.token.path      | path of a URL
          {token: {issue: true, path: /v2/token}}        | auth.token.path      | registry's own
          {token: {issue: true, path: "/a b"}}           | auth.token.path      | path of a URL
          {token: {issue: true, path: /auth/}}           | auth.token.path      | ends with a slash
          {token: {issue: true, service: 'a"b'}}         | auth.token.service   | challenge
          {token: {issue: true, realm: 'https://a/t'}}   | auth.token.realm     | another token server
          {token: {issue: true, jwks: k}}                | auth.token.jwks      | another token server
          {token: {realm: 'https://a/t', service: s, issuer: i}} | auth.token.rootcertbundle | or jwks
          {token: {realm: 'https://a/t', issuer: i, jwks: k}}    | auth.token.service | is missing
          {token: {realm: 'https://a/t', service: s, jwks: k}}   | auth.token.issuer  | is missing
          {token: {service: s, issuer: i, jwks: k}}              | auth.token.realm   | is missing
          {token: {realm: a.example.com, service: s, issuer: i, jwks: k}} | auth.token.realm | https://
          {token: {realm: 'file:///t', service: s, issuer: i, jwks: k}}   | auth.token.realm | https://
          {token: {realm: 'https://a/t', service: s, issuer: i, jwks: k, signingalgorithms: [HS512]}} | auth.token.signingalgorithms | shared secret
          {token: {realm: 'https://a/t', service: s, issuer: i, jwks: k, expiry: 5m}} | auth.token.expiry | issue: true
          {token: {realm: 'https://a/t', service: s, issuer: i, jwks: k}, htpasswd: {path: u}} | auth.htpasswd | Keep one
          {token: {realm: 'https://a/t', service: s, issuer: i, jwks: k}, robots: {path: u}}   | auth.robots   | Keep one
          {oidc: [{issuer: 'https://a', audience: b, user: 'c:{sub}'}]} | auth.oidc | issue: true
          {sealing: {key: abc}}                          | auth.sealing.key     | openssl
          {ldap: {}}                                     | auth.ldap            | unknown key
          """)
  void auth_thatIsWrong_isAProblemOfItsKey(String auth, String key, String message) {
    Effective<ServerSettings> effective = read("auth: " + auth);

    assertThat(effective.errors())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.origin()).hasToString(FILE + ":3");
              assertThat(problem.keys()).containsExactly(key);
              assertThat(problem.message()).contains(message).doesNotContain("\n");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {audience: b, user: c, jwks: k}                        | issuer            | is missing
          {issuer: a, user: c, jwks: k}                          | audience          | is missing
          {issuer: a, audience: '', user: c, jwks: k}            | audience          | is missing
          {issuer: a, audience: b, jwks: k}                      | user              | ci:{sub}
          {issuer: a, audience: b, user: 'ci:{sub', jwks: k}     | user              | braces
          {issuer: a, audience: b, user: c}                      | issuer            | or write jwks
          {issuer: 'http://a', audience: b, user: c}             | issuer            | https://
          {issuer: a, audience: b, user: c, jwks: 'http://x/k'}  | jwks              | prove nothing
          {issuer: a, audience: b, user: c, jwks: 'https://u@x'} | jwks              | https://
          {issuer: a, audience: b, user: c, jwks: k, signingalgorithms: [none]} | signingalgorithms | ES256
          {issuer: a, audience: b, user: c, jwks: k, usr: d}     | usr               | auth.oidc.1.user
          {issuer: first, audience: b, user: c, jwks: k}         | issuer            | twice
          """)
  void issuer_thatIsWrong_isAProblemOfItsKey(String issuer, String key, String message) {
    String first = "{issuer: first, audience: b, user: 'x:{sub}', jwks: k}";
    Effective<ServerSettings> effective =
        read("auth: {token: {issue: true}, oidc: [%s, %s]}".formatted(first, issuer));

    assertThat(effective.errors())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.keys()).containsExactly("auth.oidc.1." + key);
              assertThat(problem.message()).contains(message);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {access: []}                          | auth.access
          {access: }                            | auth.access
          {htpasswd: {path: users}, access: }   | auth.access
          {htpasswd: {path: users}, access: []} | auth.access
          {oidc: []}                            | auth.oidc
          """)
  void listWithNothingInIt_isRefused(String auth, String key) {
    assertThat(read("auth: " + auth).errors())
        .singleElement()
        .satisfies(problem -> assertThat(problem.keys()).containsExactly(key));
  }

  @Test
  void problems_ofAllSections_areReportedTogetherWithTheirLines() {
    String lines =
        """
        auth:
          htpasswd:
            realm: r
          token:
            issue: true
            expiry: 1s
          access:
            - {who: nobody, may: [pull], on: a}
        """;

    assertThat(read(lines).errors())
        .extracting(problem -> problem.origin() + " " + problem.keys().getFirst())
        .containsExactly(
            FILE + ":4 auth.htpasswd.path",
            FILE + ":8 auth.token.expiry",
            FILE + ":10 auth.access.0.who");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {access: [{who: anonymous, may: pull, on: '**'}]} | auth.access | nobody can log in
          {token: {issue: true}}                            | auth.token  | nobody can log in
          {htpasswd: {path: u}, token: {issue: true}, oidc: [{issuer: a, audience: b, user: sub, jwks: k}]} | auth.oidc.0.user | prefix
          """)
  void auth_thatIsPossiblyNotMeant_isAWarning(String auth, String key, String message) {
    Effective<ServerSettings> effective = read("auth: " + auth);

    assertThat(effective.errors()).isEmpty();
    assertThat(effective.warnings())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.keys()).containsExactly(key);
              assertThat(problem.message()).contains(message);
            });
  }

  @Test
  void sealingKey_ofTheVariable_isTakenInBothNotations() {
    for (String text : List.of(BASE64, HexFormat.of().formatHex(KEY), BASE64 + "\n")) {
      assertThat(sealing("", Map.of("LADING_SEALING_KEY", text)))
          .isEqualTo(new SealingKey.Given(new SecretKeySpec(KEY, "HKDF")));
    }
  }

  @Test
  void sealingKey_isShownNowhere() {
    Effective<ServerSettings> effective =
        read("auth: {token: {issue: true}}", Map.of("LADING_SEALING_KEY", BASE64));
    Effective<ServerSettings> wrong =
        read("auth: {token: {issue: true}}", Map.of("LADING_SEALING_KEY", "x" + BASE64));

    assertThat(effective.render()).contains("key: '***' # from LADING_SEALING_KEY");
    assertThat(effective.render() + effective.get().auth()).doesNotContain(BASE64);
    assertThat(wrong.errors())
        .singleElement()
        .asString()
        .startsWith("LADING_SEALING_KEY: error: auth.sealing.key")
        .doesNotContain(BASE64);
  }

  @Test
  void sealingKey_ofTheVariableAndAFile_isAmbiguous() {
    assertThat(
            read(
                    "auth: {token: {issue: true}, sealing: {keyfile: k}}",
                    Map.of("LADING_SEALING_KEY", BASE64))
                .errors())
        .extracting(Problem::keys)
        .containsExactly(List.of("auth.sealing.keyfile"));
  }

  @Test
  void sealingKey_ofAStoreInMemory_livesAsLongAsIt() {
    TokenSettings token =
        readAll("version: 0.1\nstorage: inmemory\nauth: {token: {issue: true}}\n", Map.of())
            .get()
            .auth()
            .token();
    assertThat(((TokenSettings.Issued) token).sealing()).isEqualTo(new SealingKey.OfThisProcess());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          token: {issue: true}                        | auth.sealing.keyfile
          token: {issue: true}, sealing: {keyfile: k} |
          htpasswd: {path: u}                         |
          """)
  void sealingKey_overABucket_isNeededForTokens(String auth, String key) {
    Effective<ServerSettings> effective =
        readAll(
            """
            version: 0.1
            storage: {s3: {bucket: b, region: r}}
            auth: {robots: {path: r}, %s}
            """
                .formatted(auth),
            Map.of());

    assertThat(effective.errors().stream().map(problem -> problem.keys().getFirst()))
        .containsExactlyElementsOf(key == null ? List.of() : List.of(key));
    assertThat(effective.errors())
        .allSatisfy(
            problem ->
                assertThat(problem.message())
                    .contains("lading auth sealing-key", "LADING_SEALING_KEY"));
  }

  @Test
  void rules_ofAChangedFile_areThoseThatItHasNow() {
    String lines = "auth: {htpasswd: {path: u}, access: [{who: anonymous, may: pull, on: '**'}]}";

    AccessRules rules = AuthSettings.rules(content(lines), Map.of());

    assertThat(rules.isAllowed(new Identity.Anonymous(), Action.PULL, APP)).isTrue();
    assertThat(rules.isAllowed(new Identity.Anonymous(), Action.PUSH, APP)).isFalse();
  }

  /** The registry still asks for logins, whatever the file says: it must not open. */
  @Test
  void rules_ofAFileThatHasLostItsAuth_letNobodyInUnknown() {
    AccessRules rules = AuthSettings.rules(content(""), Map.of());

    assertThat(rules.isAllowed(new Identity.Anonymous(), Action.PULL, APP)).isFalse();
    assertThat(rules.isAllowed(new Identity.User("a", Set.of()), Action.PUSH, APP)).isTrue();
  }

  @Test
  void rules_ofABrokenFile_areRefusedWithEveryLine() {
    String lines =
        """
        http: {adr: x}
        auth: {access: [{who: nobody, may: pull, on: a}]}
        """;

    assertThatThrownBy(() -> AuthSettings.rules(content(lines), Map.of()))
        .isInstanceOfSatisfying(
            UnusableFile.class,
            e ->
                assertThat(e.problems())
                    .extracting(UnusableFile.Problem::line)
                    .containsExactly(3, 4));
    assertThatThrownBy(() -> AuthSettings.rules(content("auth: ["), Map.of()))
        .isInstanceOf(UnusableFile.class);
  }

  private static SealingKey sealing(String lines, Map<String, String> environment) {
    TokenSettings token =
        read("auth: {token: {issue: true}}\n" + lines, environment).get().auth().token();
    return ((TokenSettings.Issued) token).sealing();
  }

  private static FileContent content(String lines) {
    return new FileContent(FILE, text(lines).getBytes(UTF_8));
  }

  private static Effective<ServerSettings> read(String lines) {
    return read(lines, Map.of());
  }

  private static Effective<ServerSettings> read(String lines, Map<String, String> environment) {
    return readAll(text(lines), environment);
  }

  private static Effective<ServerSettings> readAll(String text, Map<String, String> environment) {
    return Configuration.parse(FILE.toString(), text, environment).read(ServerSettings::from);
  }

  private static String text(String lines) {
    return "version: 0.1\nstorage: {filesystem: {rootdirectory: /srv/store}}\n" + lines + "\n";
  }
}
