package dev.lading.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.support.RegistryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What notary's own program does with a registry, all of it; each test with a repository of its
 * own, and every reader whose folder has a new name has never been here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
public abstract class NotaryContract {
  private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{64}");

  private final Site site;
  private final Notary owner;
  private final Notary reader;
  private final String prefix;
  private final Path file;

  /**
   * Where it is done.
   *
   * @param owner may do everything
   * @param reader may read
   * @param prefix what a GUN begins with, up to its last part
   */
  public record Site(RegistryProcess registry, Notary owner, Notary reader, String prefix) {}

  protected NotaryContract(Site site) throws IOException {
    this.site = site;
    this.owner = site.owner();
    this.reader = site.reader();
    this.prefix = site.prefix();
    this.file = Files.writeString(owner.folder("content"), "signed");
  }

  @AfterAll
  void stop() {
    site.registry().close();
  }

  @Test
  void targets_added_areListedAndVerified_untilTheyAreRemoved() throws IOException {
    String gun = prefix + "added";
    owner.run("added", "init", "-p", gun);
    owner.run("added", "add", "-p", gun, "v1", file.toString());
    owner.run("added", "add", "-p", gun, "v2", file.toString());

    assertThat(list("added-r1", gun)).contains("v1", "v2", "targets");
    assertThat(reader.run("added-r2", "lookup", gun, "v1").out()).contains("v1 sha256:");
    reader.run("added-r3", "verify", gun, "v1", "-q", "-i", file.toString());
    Path other = Files.writeString(owner.folder("other"), "forged");
    assertThat(reader.attempt("added-r3", "verify", gun, "v1", "-q", "-i", other.toString()))
        .satisfies(refused("data not present in the trusted collection"));

    owner.run("added", "remove", "-p", gun, "v1");

    assertThat(list("added-r4", gun)).contains("v2").doesNotContain("v1");
    assertThat(reader.attempt("added-r1", "lookup", gun, "v1"))
        .satisfies(refused("No valid trust data for v1"));
  }

  @Test
  void delegates_sign_andWitnessWhatAnotherKeySigned_untilTheyAreRemoved() throws IOException {
    String gun = prefix + "delegated";
    String role = "targets/releases";
    owner.run("delegated", "init", "-p", gun);
    owner.run("delegated", "key", "rotate", gun, "snapshot", "-r");
    delegate(gun, role, "first");
    owner.run("first", "add", "-p", "-r", role, gun, "v1", file.toString());
    assertThat(reader.run("delegated-r1", "delegation", "list", gun).out())
        .contains(role, keyOf("first"));
    assertThat(list("delegated-r1", gun)).containsPattern("v1 .*targets/releases");

    delegate(gun, role, "second");
    owner.run("delegated", "delegation", "remove", "-p", "-y", gun, role, keyOf("first"));
    assertThat(list("delegated-r2", gun)).doesNotContain("v1");
    owner.run("second", "witness", "-p", gun, role);
    assertThat(list("delegated-r3", gun)).containsPattern("v1 .*targets/releases");

    owner.run("delegated", "delegation", "remove", "-p", "-y", gun, role);
    assertThat(list("delegated-r4", gun)).doesNotContain("v1");
    assertThat(reader.run("delegated-r4", "delegation", "list", gun).out())
        .contains("No delegations present");
  }

  @Test
  void keys_ofEachRole_areRotated_andClientsFollow() {
    String gun = prefix + "rotated";
    owner.run("rotated", "init", "-p", gun);
    owner.run("rotated", "add", "-p", gun, "v1", file.toString());
    assertThat(list("follower", gun)).contains("v1");

    owner.run("rotated", "key", "rotate", gun, "snapshot", "-r");
    owner.run("rotated", "key", "rotate", gun, "timestamp", "-r");
    owner.run("rotated", "key", "rotate", gun, "targets");
    owner.confirm("rotated", "key", "rotate", gun, "root");
    owner.run("rotated", "add", "-p", gun, "v2", file.toString());

    assertThat(list("follower", gun)).contains("v1", "v2");
    assertThat(list("rotated-r1", gun)).contains("v1", "v2");
  }

  @Test
  void repository_thatIsDeleted_isGone_andCanBeBegunAnew() {
    String gun = prefix + "deleted";
    owner.run("deleted", "init", "-p", gun);
    owner.run("deleted", "delete", "--remote", gun);
    assertThat(reader.attempt("deleted-r1", "list", gun))
        .satisfies(refused("does not have trust data for " + gun));

    owner.run("deleted", "init", "-p", gun);
    owner.run("deleted", "add", "-p", gun, "v1", file.toString());
    assertThat(list("deleted-r2", gun)).contains("v1");
  }

  @Test
  void publishers_atOneTime_areToldWhoWasLate_andPublishAgain() throws Exception {
    String gun = prefix + "raced";
    owner.run("raced", "init", "-p", gun);
    List<String> names = List.of("r1", "r2", "r3");
    try (ExecutorService threads = Executors.newFixedThreadPool(names.size())) {
      List<Future<Output>> publishing = new ArrayList<>();
      for (String name : names) {
        copyKeys("raced", name);
        publishing.add(
            threads.submit(() -> owner.attempt(name, "add", "-p", gun, name, file.toString())));
      }
      for (Future<Output> each : publishing) {
        if (each.get().exit() != 0) {
          assertThat(each.get()).satisfies(refused("publish again"));
        }
      }
    }
    names.forEach(name -> owner.run(name, "publish", gun));

    assertThat(list("raced-r1", gun)).contains(names);
  }

  @Test
  void repository_ofAHostThatIsNotOurs_isRefused_withTheNamesThatAre() {
    String gun = "elsewhere.example.com" + prefix.substring(prefix.indexOf('/')) + "app";

    assertThat(owner.attempt("elsewhere", "init", "-p", gun))
        .satisfies(refused("trust data is kept here for repositories of " + host()));
  }

  private String host() {
    return prefix.substring(0, prefix.indexOf('/'));
  }

  private String list(String folder, String gun) {
    return reader.run(folder, "list", gun).out();
  }

  /** Lets a new key sign, which is in the folder of that name. */
  private void delegate(String gun, String role, String name) throws IOException {
    Path made = owner.folder(name + "-made");
    owner.run(name, "key", "generate", "ecdsa", "-r", role, "-o", made.toString());
    String added =
        owner
            .run("delegated", "delegation", "add", "-p", gun, role, made + ".pem", "--all-paths")
            .out();
    Matcher id = KEY_ID.matcher(added);
    assertThat(id.find()).as(added).isTrue();
    Path keys = Files.createDirectories(owner.folder(name).resolve("private"));
    Files.move(Path.of(made + "-key.pem"), keys.resolve(id.group() + ".key"));
  }

  private String keyOf(String name) throws IOException {
    try (var keys = Files.list(owner.folder(name).resolve("private"))) {
      return keys.findFirst().orElseThrow().getFileName().toString().replace(".key", "");
    }
  }

  private void copyKeys(String from, String to) throws IOException {
    Path target = Files.createDirectories(owner.folder(to).resolve("private"));
    try (var keys = Files.list(owner.folder(from).resolve("private"))) {
      for (Path key : keys.toList()) {
        Files.copy(key, target.resolve(key.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Consumer<Output> refused(String words) {
    return output -> {
      assertThat(output.exit()).as(output.toString()).isNotZero();
      assertThat(output.err() + output.out()).as(output.toString()).contains(words);
    };
  }
}
