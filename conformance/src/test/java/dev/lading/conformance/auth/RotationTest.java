package dev.lading.conformance.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.auth.Site.Way;
import dev.lading.conformance.clients.ClientHome;
import dev.lading.conformance.support.Authority;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.Patience;
import dev.lading.conformance.support.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that people log in with is replaced while they push. Each image goes over a connection
 * of its own, so that each is a login as well.
 */
class RotationTest {
  private static final int MOST_IMAGES = 5000;
  private static final String CAROLS_PASSWORD = "caravan-93-camel";

  private final Path directory;
  private final ClientHome home;
  private final AtomicBoolean allReplaced = new AtomicBoolean();
  private final AtomicReference<String> robotSecret = new AtomicReference<>("");
  private final Set<String> secrets = ConcurrentHashMap.newKeySet();

  RotationTest(@TempDir Path directory) {
    this.directory = directory;
    this.home = ClientHome.in(directory);
  }

  @BeforeEach
  void addRobot() {
    LadingServer any = LadingServer.in(directory).with("auth.robots.path", "robots.yml");
    useRobotSecret(run(any, "robot add", "ci", "--expires", "90d"));
    for (People person : People.values()) {
      secrets.addAll(List.of(person.password(), person.basic().substring("Basic ".length())));
    }
    secrets.add(CAROLS_PASSWORD);
  }

  @Test
  void replacingAllThatIsLoggedInWith_losesNoRequest_andShowsNoSecret() throws Exception {
    try (Site site = Site.start(Way.TOKENS, directory, settings());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> pushed =
          List.of(
              threads.submit(() -> pushAll(site, "password", People.ALICE::basic)),
              threads.submit(() -> pushAll(site, "token", () -> token(site))),
              threads.submit(() -> pushAll(site, "robot", this::robot)));
      try {
        replaceUsers(site);
        replaceCertificate(site);
        replaceRobotSecret(site);
        replaceRules(site);
      } finally {
        allReplaced.set(true);
      }
      for (Future<Integer> each : pushed) {
        assertThat(each.get()).isBetween(2, MOST_IMAGES - 1);
      }
      showsNoSecret(site);
    }
  }

  /** The last image is begun when everything has been replaced. */
  private int pushAll(Site site, String name, Supplier<String> authorization) {
    int images = 0;
    for (boolean isLast = false; !isLast && images < MOST_IMAGES; images++) {
      isLast = allReplaced.get();
      try (HttpsClient client = site.client()) {
        new Pusher(client, "team-a/" + name, authorization.get()).push("v" + images);
      }
    }
    return images;
  }

  private void replaceUsers(Site site) throws IOException {
    Path users = directory.resolve("users.htpasswd");
    String withCarol = People.htpasswd() + People.line("carol", CAROLS_PASSWORD);
    withCarol.lines().forEach(line -> secrets.add(line.substring(line.indexOf(':') + 1)));
    Authority.replace(users, withCarol);
    awaitStatus(site, Request.get("/v2/"), HttpsClient.basic("carol", CAROLS_PASSWORD), 200);

    Authority.replace(users, Files.readString(users) + "dave:{SHA}VBPuJHI7uixaa6LQGWx4s+5GKNE=\n");
    awaitLog(site, "users.htpasswd");
    awaitStatus(site, Request.get("/v2/"), HttpsClient.basic("carol", CAROLS_PASSWORD), 200);
    Authority.replace(users, withCarol);
  }

  private void replaceCertificate(Site site) {
    site.authority()
        .issue("renewed")
        .write(directory.resolve("server.crt"), directory.resolve("server.key"));
    Patience.await("the new certificate", () -> site.servedName().equals("CN=renewed"));
  }

  private void replaceRobotSecret(Site site) {
    String before = robot();
    String after = run(site.lading(), "robot rotate", "ci");
    awaitStatus(site, Request.get("/v2/"), HttpsClient.basic("robot+ci", after.strip()), 200);
    useRobotSecret(after);
    awaitStatus(site, Request.get("/v2/"), before, 200);
  }

  /** A broken edit changes nothing; one that is right, what it says. */
  private void replaceRules(Site site) throws IOException {
    Path config = directory.resolve("config.yml");
    String before = Files.readString(config);
    Request push = Request.post("/v2/team-a/rules/blobs/uploads/");
    Authority.replace(config, before.replace("\"may\"", "\"can\""));
    awaitLog(site, "config.yml");
    awaitStatus(site, push, People.BOB.basic(), 403);
    awaitStatus(site, push, People.ALICE.basic(), 202);

    Authority.replace(config, before.replace("user:alice", "authenticated"));
    awaitStatus(site, push, People.BOB.basic(), 202);
  }

  /** Neither in the log, which has told everything, nor in the settings. */
  private void showsNoSecret(Site site) throws IOException {
    secrets.add(Files.readString(directory.resolve("store.sealing-key")).strip());
    String log = site.registry().log();
    String settings = run(site.lading(), "config print");

    assertThat(secrets).hasSizeGreaterThan(10).noneMatch(String::isBlank);
    assertThat(log).contains("team-a/token");
    assertThat(settings).contains("users.htpasswd");
    assertThat(secrets).noneMatch(log::contains).noneMatch(settings::contains);
  }

  private static Map<String, Object> settings() {
    List<Map<String, Object>> rules = new ArrayList<>(People.rules());
    rules.add(Map.of("who", "robot:ci", "may", List.of("pull", "push"), "on", "team-a/**"));
    return Map.of("auth.robots.path", "robots.yml", "auth.access", rules, "log.level", "debug");
  }

  private String robot() {
    return HttpsClient.basic("robot+ci", robotSecret.get());
  }

  private void useRobotSecret(String printed) {
    robotSecret.set(printed.strip());
    secrets.addAll(List.of(printed.strip(), robot().substring("Basic ".length())));
  }

  private String token(Site site) {
    Request get =
        Request.get(
            "/auth/token?service=lading&offline_token=true&scope=repository:team-a/token:pull,push");
    try (HttpsClient client = site.client()) {
      var answer = client.send(get.header("Authorization", People.ALICE.basic())).is(200).json();
      secrets.add(answer.path("refresh_token").asText());
      secrets.add(answer.path("token").asText());
      return "Bearer " + answer.path("token").asText();
    }
  }

  private static void awaitStatus(Site site, Request request, String authorization, int status) {
    try (HttpsClient client = site.client()) {
      Request signed = request.header("Authorization", authorization);
      Patience.until(() -> client.send(signed), answer -> answer.status() == status);
    }
  }

  private static void awaitLog(Site site, String file) {
    Patience.await(
        "a complaint about " + file,
        () ->
            site.registry()
                .log()
                .lines()
                .anyMatch(line -> line.contains("cannot be used") && line.contains(file)));
  }

  /** What a command of the product prints. */
  private String run(LadingServer lading, String verb, String... options) {
    return home.run(lading.command(verb, options).toArray(String[]::new)).out();
  }
}
