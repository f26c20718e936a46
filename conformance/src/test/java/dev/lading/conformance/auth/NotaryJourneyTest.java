package dev.lading.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.clients.Needs;
import dev.lading.conformance.clients.Notary;
import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what with trust data by notary's own program, and what the others are told. */
@Needs("notary")
class NotaryJourneyTest {
  private static final String HOST = "reg.example.com:5000";
  private static final String GUN = HOST + "/team-a/app";
  private static final String PUBLIC = HOST + "/public/app";
  private static final String UNAUTHORISED = "you are not authorized to perform this operation";

  private final Path directory;
  private final String file;

  NotaryJourneyTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.file = Files.writeString(directory.resolve("content"), "signed").toString();
  }

  @Test
  void tokens_openToEachWhatTheyMay() {
    try (Site site = start(Site.Way.TOKENS)) {
      Notary alice = notary(site).as(People.ALICE.creds());
      Notary bob = notary(site).as(People.BOB.creds());
      Notary dave = notary(site).as(People.DAVE.creds());
      Notary impostor = notary(site).as(People.ALICE.login() + ":" + People.BOB.password());

      refused(bob.attempt("bob", "init", "-p", GUN), UNAUTHORISED);
      refused(impostor.attempt("impostor", "init", "-p", GUN), "unauthorized");
      refused(dave.attempt("dave", "init", "-p", GUN), "you have no right to sign in team-a/app");
      alice.run("alice", "init", "-p", GUN);
      alice.run("alice", "add", "-p", GUN, "v1", file);
      alice.run("alice", "key", "rotate", GUN, "snapshot", "-r");

      assertThat(bob.run("bob", "list", GUN).out()).contains("v1");
      refused(notary(site).attempt("nobody", "list", GUN), UNAUTHORISED);
      refused(bob.attempt("bob", "delete", "--remote", GUN), UNAUTHORISED);
      refused(dave.attempt("dave", "delete", "--remote", GUN), UNAUTHORISED);
      assertThat(bob.run("other", "list", GUN).out()).contains("v1");

      alice.run("alice", "delete", "--remote", GUN);
      refused(bob.attempt("another", "list", GUN), "does not have trust data");
    }
  }

  @Test
  void nobody_readsWhatIsPublic() {
    try (Site site = start(Site.Way.TOKENS)) {
      Notary alice = notary(site).as(People.ALICE.creds());
      alice.run("alice", "init", "-p", PUBLIC);
      alice.run("alice", "add", "-p", PUBLIC, "v1", file);

      assertThat(notary(site).run("nobody", "list", PUBLIC).out()).contains("v1");
    }
  }

  /**
   * Where a password is asked for with every request, this program publishes, but reads nothing.
   */
  @Test
  void passwords_letAlicePublish_andNobodyElse() {
    try (Site site = start(Site.Way.BASIC)) {
      Notary alice = notary(site).as(People.ALICE.creds());
      Notary bob = notary(site).as(People.BOB.creds());
      Notary dave = notary(site).as(People.DAVE.creds());

      refused(bob.attempt("bob", "init", "-p", GUN), UNAUTHORISED);
      refused(dave.attempt("dave", "init", "-p", GUN), "you have no right to sign in team-a/app");
      alice.run("alice", "init", "-p", GUN);
      alice.run("alice", "add", "-p", GUN, "v1", file);
      alice.run("alice", "key", "rotate", GUN, "snapshot", "-r");

      refused(bob.attempt("bob", "list", GUN), "no basic auth credentials");
      rootFor(People.BOB, site).is(200);
      alice.run("alice", "delete", "--remote", GUN);
      rootFor(People.BOB, site).is(404);
    }
  }

  private static Answer rootFor(People who, Site site) {
    Request root = Request.get("/v2/" + GUN + "/_trust/tuf/root.json");
    try (HttpsClient client = site.client()) {
      return client.send(root.header("Authorization", who.basic()));
    }
  }

  private Site start(Site.Way way) {
    return Site.start(way, directory, Map.of("trust.hostnames", List.of(HOST)));
  }

  private Notary notary(Site site) {
    Path authority = site.certificates().resolve("ca.crt");
    return Notary.in(directory, site.registry().url(), Optional.of(authority));
  }

  private static void refused(Output output, String words) {
    assertThat(output.exit()).as(output.toString()).isNotZero();
    assertThat(output.err() + output.out()).as(output.toString()).contains(words);
  }
}
