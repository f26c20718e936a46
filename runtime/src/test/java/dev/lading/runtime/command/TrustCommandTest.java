package dev.lading.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.runtime.registry.played.Setting;
import dev.lading.runtime.signing.TrustServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TrustCommandTest {
  private static final String DIGEST = "sha256:" + "5".repeat(64);

  @TempDir private Path home;
  private final TrustServer server = new TrustServer(Setting.NOW);
  private final String repository = server.host() + "/team/app";

  /** What a command said, and how it ended. */
  private record Said(int exit, String out, String err) {}

  @BeforeEach
  void begin() {
    server.refuse("team/app/manifests/1.0", DIGEST);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void sign_ofARefusedImage_saysInThreeLinesWhatItDid() throws IOException {
    Said said = lading("sign", repository + ":1.0");

    assertThat(said.err()).isEmpty();
    assertThat(said.out().lines())
        .hasSize(3)
        .satisfiesExactly(
            line -> assertThat(line).startsWith(repository + " has trust data now."),
            line ->
                assertThat(line)
                    .isEqualTo(
                        repository
                            + ":1.0 is "
                            + DIGEST
                            + ", 17 bytes; the registry did not hand it out without this"
                            + " signature."),
            line -> assertThat(line).isEqualTo("Signed by targets."));
    assertThat(said.exit()).isZero();
    JsonNode tag = inspected().path("tags").get(0);
    assertThat(tag.path("tag").asText()).isEqualTo("1.0");
    assertThat(tag.path("digest").asText()).isEqualTo(DIGEST);
    assertThat(tag.path("roles").get(0).asText()).isEqualTo("targets");
  }

  @Test
  void signer_withAKeyOfTheirs_signsAndIsTakenAway() throws IOException {
    assertThat(lading("init", repository).exit()).isZero();
    Path key = home.resolve("alice.pub");
    assertThat(lading("key", "generate", "alice", "--output", key.toString()).exit()).isZero();

    assertThat(lading("delegate", repository, "alice", "--key", key.toString()).out())
        .contains("alice may sign");
    assertThat(lading("sign", "--signer", "alice", repository + ":1.0").out())
        .contains("Signed by targets/alice, targets/releases.");
    assertThat(inspected().path("signers").size()).isEqualTo(2);
    assertThat(lading("delegate", repository, "alice", "--remove").exit()).isZero();
    assertThat(inspected().path("tags").size()).isZero();
  }

  @Test
  void revoke_takesBack() throws IOException {
    assertThat(lading("sign", repository + ":1.0").exit()).isZero();

    assertThat(lading("revoke", repository + ":1.0").out()).contains("no longer signed by targets");

    assertThat(inspected().path("tags").size()).isZero();
    assertThat(lading("inspect", repository).out()).contains("nothing is signed");
  }

  @Test
  void revoke_ofWhatOthersSigned_saysSo() {
    assertThat(lading("sign", repository + ":1.0").exit()).isZero();
    String key = home.resolve("alice.pub").toString();
    String trust = home.resolve("alices").toString();
    lading("key", "generate", "--trust-dir", trust, "--output", key, "alice");
    assertThat(lading("delegate", repository, "alice", "--key", key).exit()).isZero();
    assertThat(lading("sign", "--trust-dir", trust, repository + ":1.0").exit()).isZero();

    assertThat(lading("revoke", repository + ":1.0").out().lines())
        .containsExactly(
            repository + ":1.0 is no longer signed by targets.",
            "It still is by targets/alice, targets/releases, whose keys are not in the folder.");
  }

  @Test
  void inspect_ofATagThatIsNotSigned_fails() throws IOException {
    assertThat(lading("sign", repository + ":1.0").exit()).isZero();
    assertThat(lading("inspect", repository + ":1.0").exit()).isZero();

    Said said = lading("inspect", "--json", repository + ":2.0");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("2.0 is not signed");
    assertThat(new ObjectMapper().readTree(said.out()).path("tags").size()).isZero();
  }

  @Test
  void sign_ofWhatIsNotThere_saysWhatToDo() {
    Said said = lading("sign", repository + ":2.0");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("2.0 is not in the registry. Push it");
    assertThat(lading("key", "list").out()).isEmpty();
  }

  @Test
  void login_thatIsMissing_saysHowToLogIn() {
    server.wantLogin();

    Said said = lading("inspect", repository);

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("wants a login. Log in with lading login");
  }

  @Test
  void rotate_saysWhichKeyIsNew() throws IOException {
    assertThat(lading("sign", repository + ":1.0").exit()).isZero();
    String before = inspected().path("targetsKeys").get(0).asText();

    Said said = lading("rotate", repository, "targets");

    String after = inspected().path("targetsKeys").get(0).asText();
    assertThat(after).isNotEqualTo(before);
    assertThat(said.out()).contains(after);
  }

  @Test
  void keys_areListedAndRemoved() throws IOException {
    assertThat(lading("sign", repository + ":1.0").exit()).isZero();
    JsonNode keys = new ObjectMapper().readTree(lading("key", "list", "--json").out());
    assertThat(keys.size()).isEqualTo(2);

    String id = keys.get(0).path("id").asText();

    assertThat(lading("key", "remove", id).exit()).isZero();
    assertThat(lading("key", "remove", id).exit()).isEqualTo(2);
    assertThat(lading("key", "list").out().lines()).hasSize(1);
  }

  @Test
  void keyFile_thatIsBroken_leavesTheOthersInTheList() throws IOException {
    assertThat(lading("sign", repository + ":1.0").exit()).isZero();
    String id = "0".repeat(64);
    Path broken = home.resolve(".docker/trust/private").resolve(id + ".key");
    Files.writeString(broken, "no pem");

    Said said = lading("key", "list");

    assertThat(said.out().lines()).hasSize(2).noneMatch(line -> line.startsWith(id));
    assertThat(said.err()).startsWith("lading: " + broken + " is no PEM. ").contains("move it out");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(new ObjectMapper().readTree(lading("key", "list", "--json").out()).size())
        .isEqualTo(2);
    assertThat(lading("key", "remove", id).exit()).isZero();
    assertThat(lading("key", "list").exit()).isZero();
  }

  @Test
  void firstSight_ofForeignTrustData_isNotBelieved_unlessItIsSaidSo() throws IOException {
    assertThat(lading("sign", repository + ":1.0").exit()).isZero();
    String[] elsewhere = {
      "inspect",
      "--state-dir",
      home.resolve("fresh").toString(),
      "--trust-dir",
      home.resolve("no keys").toString(),
      repository
    };

    Said refused = lading(elsewhere);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains(
            repository + " is signed by a root that was never seen here", "--trust-first-use");

    Said trusted =
        lading(
            Stream.concat(Stream.of(elsewhere), Stream.of("--trust-first-use"))
                .toArray(String[]::new));
    assertThat(trusted.err()).contains("trusting the root of " + repository);
    assertThat(trusted.exit()).isZero();
    assertThat(lading(elsewhere).exit()).isZero();
  }

  @Test
  void rootOfOnesOwnKey_isBelievedAtFirstSight() {
    assertThat(lading("sign", repository + ":1.0").exit()).isZero();

    Said said = lading("inspect", "--state-dir", home.resolve("fresh").toString(), repository);

    assertThat(said.exit()).isZero();
    assertThat(said.err()).isEmpty();
  }

  @Test
  void withoutAPassphrase_nothingIsPublished() {
    Said said = run(Map.of(), "sign", repository + ":1.0");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
        .contains("no passphrase for the new root key", "DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE");
    assertThat(lading("inspect", repository).err()).contains("has no trust data");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sign",
        "init",
        "revoke",
        "inspect",
        "rotate",
        "delegate",
        "key",
        "key list",
        "key generate",
        "key import",
        "key remove"
      })
  void help_hasAnExample(String command) {
    String[] words =
        Stream.concat(Arrays.stream(command.split(" ")), Stream.of("--help"))
            .toArray(String[]::new);

    assertThat(lading(words).out()).contains("Usage: lading trust " + command, "Example: ");
  }

  @Test
  void misuse_isTwo() {
    for (List<String> words :
        List.of(
            List.<String>of(),
            List.of("sign"),
            List.of("sign", "A B"),
            List.of("sign", repository + "@" + DIGEST),
            List.of("init", repository + ":1.0"),
            List.of("revoke", repository),
            List.of("rotate", repository, "mirrors"),
            List.of("delegate", repository, "releases"),
            List.of("delegate", repository, "Alice"),
            List.of("key"))) {
      assertThat(lading(words.toArray(String[]::new)).exit()).as("%s", words).isEqualTo(2);
    }
  }

  private JsonNode inspected() throws IOException {
    return new ObjectMapper().readTree(lading("inspect", "--json", repository).out());
  }

  private Said lading(String... arguments) {
    return run(
        Map.of(
            "DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE", "passphrase",
            "DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE", "passphrase"),
        arguments);
  }

  private Said run(Map<String, String> environment, String... arguments) {
    String[] words =
        Stream.concat(Stream.of("trust"), Arrays.stream(arguments)).toArray(String[]::new);
    CommandLine commands =
        Main.commandLine(
            new Surroundings(
                environment, home, Optional.empty(), Setting.usual().clock(), SecureRandom::new),
            words);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return new Said(commands.execute(words), out.toString(), err.toString());
  }
}
