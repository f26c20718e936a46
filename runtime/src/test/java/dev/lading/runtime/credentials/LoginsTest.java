package dev.lading.runtime.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.login.Credentials;
import dev.lading.runtime.registry.login.Credentials.IdentityToken;
import dev.lading.runtime.registry.login.Credentials.Password;
import dev.lading.runtime.registry.login.Credentials.RegistryToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginsTest {
  private static final RegistryHost HOST = RegistryHost.parse("localhost:5000");
  private static final Password ALICE = new Password("alice", "rab:bit");

  /** alice:rab:bit */
  private static final String AUTH = "YWxpY2U6cmFiOmJpdA==";

  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'localhost:5000':{'auth':'" + AUTH + "'}",
        "'http://localhost:5000/v2/':{'auth':'" + AUTH + "'}",
        "'https://localhost:5000':{'auth':'" + AUTH + "'}",
        "'localhost:5000/team':{'auth':'eDp5'},'localhost:5000':{'auth':'" + AUTH + "'}",
      })
  void find_readsDockersFile(String auths) throws IOException {
    docker("{'auths':{" + auths + "}}");

    assertThat(logins().find(HOST)).contains(ALICE);
  }

  @Test
  void find_ofDockerHub_usesItsOldName() throws IOException {
    docker("{'auths':{'https://index.docker.io/v1/':{'auth':'" + AUTH + "'}}}");

    assertThat(logins().find(RegistryHost.DOCKER_HUB)).contains(ALICE);
    assertThat(logins().find(HOST)).isEmpty();
  }

  @Test
  void find_ofTokens() throws IOException {
    docker("{'auths':{'a.b':{'auth':'eDo=','identitytoken':'i'},'c.d':{'registrytoken':'r'}}}");

    assertThat(logins().find(RegistryHost.parse("a.b"))).contains(new IdentityToken("i"));
    assertThat(logins().find(RegistryHost.parse("c.d"))).contains(new RegistryToken("r"));
  }

  @Test
  void find_withoutFiles_isNothing() {
    assertThat(logins().find(HOST)).isEmpty();
  }

  @Test
  void find_takesTheContainersToolsFileFirst() throws IOException {
    docker("{'auths':{'localhost:5000':{'auth':'eDp5'}}}");
    write(
        home.resolve(".config/containers/auth.json"),
        "{'auths':{'localhost:5000':{'auth':'" + AUTH + "'}}}");

    assertThat(logins().find(HOST)).contains(ALICE);
  }

  @Test
  void find_takesANamedFileOnly() throws IOException {
    docker("{'auths':{'localhost:5000':{'auth':'" + AUTH + "'}}}");
    Path named = home.resolve("named.json");
    write(named, "{}");

    Map<String, String> environment = Map.of("REGISTRY_AUTH_FILE", named.toString());
    assertThat(Logins.of(environment, home).find(HOST)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "[]",
        "{'auths':{'localhost:5000':{'auth':'s3cret!'}}}",
        "{'auths':{'localhost:5000':{'auth':'czNjcmV0'}}}",
        "{'credsStore':'../../evil'}",
        "{'credsStore':'not-installed'}",
      })
  void find_inAFileThatIsOfNoUse_namesItAndNoSecret(String content) throws IOException {
    docker(content);

    assertThatThrownBy(() -> logins().find(HOST))
        .isInstanceOf(UnusableLogins.class)
        .hasNoCause()
        .message()
        .doesNotContain("s3cret", "czNj");
  }

  @Test
  void store_keepsEverythingElse_andIsPrivate() throws IOException {
    Path file =
        docker("{'auths':{'a.b':{'auth':'eDp5','email':'e'}},'psFormat':'x','n':{'m':[1]}}");

    logins().store(HOST, ALICE);

    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {
            	"auths" : {
            		"a.b" : {
            			"auth" : "eDp5",
            			"email" : "e"
            		},
            		"localhost:5000" : {
            			"auth" : "%s"
            		}
            	},
            	"psFormat" : "x",
            	"n" : {
            		"m" : [ 1 ]
            	}
            }"""
                .formatted(AUTH));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(files(file.resolveSibling(""))).containsExactly(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void store_thenFind_isTheSame(int which) {
    Credentials credentials =
        List.of(ALICE, new IdentityToken("i"), new RegistryToken("r")).get(which);

    logins().store(HOST, credentials);

    assertThat(logins().find(HOST)).contains(credentials);
    assertThat(home.resolve(".docker/config.json")).isRegularFile();
  }

  @Test
  void store_intoAFileThatIsOfNoUse_leavesItAsItIs() throws IOException {
    Path file = docker("{'auths':");

    assertThatThrownBy(() -> logins().store(HOST, ALICE)).isInstanceOf(UnusableLogins.class);
    assertThat(file).hasContent("{\"auths\":");
  }

  @Test
  void store_throughALink_leavesTheLink() throws IOException {
    Path real = home.resolve("real.json");
    write(real, "{'k':1}");
    Path link = home.resolve(".docker/config.json");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, real);

    logins().store(HOST, ALICE);

    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(real)).contains("\"k\" : 1", AUTH);
  }

  @Test
  void erase_takesItOutEverywhere() throws IOException {
    docker("{'auths':{'localhost:5000':{'auth':'" + AUTH + "'},'a.b':{'auth':'eDp5'}}}");

    assertThat(logins().erase(HOST)).isTrue();
    assertThat(logins().erase(HOST)).isFalse();
    assertThat(logins().find(HOST)).isEmpty();
    assertThat(logins().find(RegistryHost.parse("a.b"))).contains(new Password("x", "y"));
  }

  @Test
  void helper_ofAHost_goesBeforeTheCommonOne() throws IOException {
    docker("{'credsStore':'wrong','credHelpers':{'localhost:5000':'kept'}}");
    helper(
        "kept", "read host; echo \"{\\\"Username\\\":\\\"$1\\\",\\\"Secret\\\":\\\"$host\\\"}\"");
    helper("wrong", "exit 9");

    assertThat(logins().find(HOST)).contains(new Password("get", "localhost:5000"));
  }

  @Test
  void helper_withAnIdentityToken() throws IOException {
    docker("{'credsStore':'kept'}");
    helper("kept", "cat >/dev/null; echo '{\"Username\":\"<token>\",\"Secret\":\"i\"}'");

    assertThat(logins().find(HOST)).contains(new IdentityToken("i"));
  }

  @Test
  void helper_thatKnowsNothing_leavesItToTheFile() throws IOException {
    docker("{'credsStore':'kept','auths':{'localhost:5000':{'auth':'" + AUTH + "'}}}");
    helper("kept", "echo 'credentials not found in native keychain'; exit 1");

    assertThat(logins().find(HOST)).contains(ALICE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo s3cret; exit 1",
        "echo s3cret",
        "yes s3cret",
        "exec sleep 600",
        "exec >&-; exec sleep 600",
      })
  void helper_thatMisbehaves_isGivenUp(String script) throws IOException {
    docker("{'credsStore':'kept'}");
    helper("kept", script);

    assertThatThrownBy(() -> logins().find(HOST))
        .isInstanceOf(UnusableLogins.class)
        .hasMessageStartingWith("docker-credential-kept ")
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void helper_storesAndErases() throws IOException {
    Path file = docker("{'credsStore':'kept'}");
    Path heard = home.resolve("heard");
    helper("kept", "echo \"$1 $(cat)\" >>" + heard + "; echo '{}'");

    logins().store(HOST, ALICE);
    logins().erase(HOST);

    assertThat(heard)
        .hasContent(
            """
            store {"ServerURL":"localhost:5000","Username":"alice","Secret":"rab:bit"}
            get localhost:5000
            erase localhost:5000
            """);
    assertThat(file).content().doesNotContain(AUTH);
  }

  private Logins logins() {
    Path folder = home.resolve(".docker");
    return new Logins(
        List.of(
            new LoginFile(home.resolve(".config/containers/auth.json")),
            new LoginFile(folder.resolve("config.json"))),
        home.resolve("bin") + ":/nowhere",
        Duration.ofSeconds(2));
  }

  private Path docker(String content) throws IOException {
    Path file = home.resolve(".docker/config.json");
    write(file, content);
    return file;
  }

  private void helper(String name, String script) throws IOException {
    Path program = home.resolve("bin/docker-credential-" + name);
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content.replace('\'', '"'));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
