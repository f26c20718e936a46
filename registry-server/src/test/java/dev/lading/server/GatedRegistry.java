package dev.lading.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.auth.access.AccessRules;
import dev.lading.auth.access.Rule;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Pause;
import dev.lading.content.store.ContentStore;
import dev.lading.server.exchange.Caller;
import dev.lading.server.exchange.Gate;
import dev.lading.server.exchange.Hostnames;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Route;
import dev.lading.server.exchange.SentRequest;
import dev.lading.server.handlers.Routes;
import dev.lading.server.http.AccessListener;
import dev.lading.server.http.HttpEdge;
import dev.lading.server.http.HttpSettings;
import dev.lading.server.http.ListenAddress;
import dev.lading.server.http.RequestIds;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.policy.TrustPolicy;
import dev.lading.trust.policy.TrustRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;

/**
 * All routes of a registry behind its real authentication, with the built-in token service. All is
 * in memory but for the file of users, of whom each has the password {@code NAME-secret}.
 */
final class GatedRegistry implements AutoCloseable {
  static final String SERVICE = "registry.example.com";
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final int NAMES_PER_PAGE = 2;
  static final Hostnames HOSTNAMES = new Hostnames(List.of("localhost:5000", "reg.example.com"));

  private static final SealingKey SEALING =
      new SealingKey.Given(new SecretKeySpec("k".repeat(32).getBytes(UTF_8), "HKDF"));
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of {@code htpasswd -B}, at the lowest cost. */
  private static final String USERS =
      """
      puller:$2y$04$c0Q/5ifyWvAbIbvwmpmeJ.nJu1z2eHuuICiJ8LIVugoQLmzIkKDce
      pusher:$2y$04$DdA3iHNgVPsPnwUvILz4wOUzx2Q0ELCfrM1xfcN2iUOfv1XCcVTeK
      deleter:$2y$04$mYo4ngLiJ.Rcn1DMWMhVa.ElVZ5wTdyq/wNzgFLEw7D.cw9FtlM5C
      owner:$2y$04$xwagVVSQ8Pu5fH8y0wO8H.04IKugLncxmr58HTUpijcNJa7NF/GSu
      """;

  private final World world;
  private final Authentication authentication;
  private final Trust trust;
  private final List<Route> routes;

  /** What replicas share. */
  private record World(
      MemoryDriver driver, ContentStore store, Path users, AccessRules rules, StillClock clock) {}

  /** Moved, never on its own. */
  private static final class StillClock implements InstantSource {
    private volatile Instant now = NOW;

    @Override
    public Instant instant() {
      return now;
    }
  }

  private GatedRegistry(World world, String service, TokenAlgorithm algorithm) {
    this.world = world;
    this.authentication =
        Authentication.open(
            settings(world, service, algorithm),
            new Authentication.Surroundings(
                world.driver(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                "",
                HOSTNAMES,
                world.clock(),
                RANDOM));
    this.trust =
        Trust.open(
            new TrustSettings(HOSTNAMES, TrustRules.NONE, SEALING, 1 << 20),
            new Trust.Surroundings(
                world.driver(),
                world.store(),
                new Refusals(),
                world.clock(),
                RANDOM,
                false,
                () -> true));
    this.routes =
        Stream.of(
                Routes.of(
                    world.store(),
                    TrustPolicy.NONE,
                    new Routes.Settings(4 << 20, 10, 100, NAMES_PER_PAGE, false, () -> true)),
                authentication.routes(),
                trust.routes())
            .flatMap(List::stream)
            .toList();
  }

  /**
   * @param directory for the file of users
   */
  static GatedRegistry in(Path directory, List<Rule> rules) {
    StillClock clock = new StillClock();
    MemoryDriver driver = new MemoryDriver(clock);
    return new GatedRegistry(
        new World(driver, store(driver, clock), users(directory), AccessRules.of(rules), clock),
        SERVICE,
        TokenAlgorithm.ES256);
  }

  /** Another registry that signs with the same keys, for tokens that are not for this one. */
  GatedRegistry ofService(String service) {
    return new GatedRegistry(world, service, TokenAlgorithm.ES256);
  }

  /** Another process over the same store. */
  GatedRegistry replica() {
    return replicaThatMakes(TokenAlgorithm.ES256);
  }

  /** Another process over the same store, that makes keys of this kind. */
  GatedRegistry replicaThatMakes(TokenAlgorithm algorithm) {
    return new GatedRegistry(world, SERVICE, algorithm);
  }

  /** As {@code lading auth rotate} does from a process of its own. */
  void rotateKeys() {
    if (settings(world, SERVICE, TokenAlgorithm.ES256).token()
        instanceof TokenSettings.Issued issued) {
      issued.signingKeys(world.driver(), world.clock(), RANDOM).rotate();
    }
  }

  /** What a running registry does each half minute. */
  void pollKeys() {
    authentication.pollKeys();
  }

  Trust trust() {
    return trust;
  }

  ContentStore store() {
    return world.store();
  }

  List<Route> routes() {
    return routes;
  }

  Gate gate() {
    return authentication.gate();
  }

  void advance(Duration by) {
    world.clock().now = world.clock().now.plus(by);
  }

  /** As the edge serves it. */
  Response serve(SentRequest sent) {
    Request request = sent.request();
    Route route = route(sent.method(), sent.pattern());
    Caller caller = gate().admit(request, route.need().apply(request));
    return route.handler().handle(request.by(caller));
  }

  /** The same routes and the same gate on a port of their own; to be closed by the caller. */
  HttpEdge listen() {
    return HttpEdge.start(
        HttpSettings.on(ListenAddress.parse("127.0.0.1:0")),
        routes,
        gate(),
        new HttpEdge.Surroundings(
            AccessListener.none(),
            new RequestIds(new Random(1)),
            InstantSource.system(),
            System::nanoTime));
  }

  /** The header of somebody who has got a token for these scopes, or for as much as he may. */
  String bearer(String user, String... scopes) {
    String query =
        Stream.of(scopes)
            .map(scope -> "scope=" + URLEncoder.encode(scope, UTF_8))
            .collect(Collectors.joining("&"));
    SentRequest asking = SentRequest.of(Method.GET, "/auth/token").query(query);
    Response answer = serve(user.isEmpty() ? asking : asking.header("Authorization", basic(user)));
    return "Bearer " + json(answer).get("token").asText();
  }

  /** The header of a user with the right password. */
  static String basic(String user) {
    return basic(user, user + "-secret");
  }

  static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  static JsonNode json(Response response) {
    try {
      return JSON.readTree(((Response.Bytes) response.body()).bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    authentication.close();
  }

  private Route route(Method method, String pattern) {
    return routes.stream()
        .filter(route -> route.method() == method && route.pattern().equals(pattern))
        .findFirst()
        .orElseThrow();
  }

  private static Path users(Path directory) {
    try {
      return Files.writeString(directory.resolve("users.htpasswd"), USERS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ContentStore store(MemoryDriver driver, InstantSource clock) {
    return ContentStore.open(
        driver,
        new ContentStore.Settings(1 << 20, 1 << 20, Long.MAX_VALUE, GcTerms.DEFAULT),
        new ContentStore.Surroundings(
            clock, System::nanoTime, UUID::randomUUID, Runnable::run, Pause.SLEEP),
        List.of());
  }

  private static AuthSettings settings(World world, String service, TokenAlgorithm algorithm) {
    return new AuthSettings(
        Optional.of(new AuthSettings.HtpasswdSettings("Lading", world.users())),
        Optional.empty(),
        new TokenSettings.Issued(
            "lading",
            service,
            "/auth/token",
            Duration.ofMinutes(5),
            algorithm,
            Duration.ofDays(90),
            SEALING),
        List.of(),
        world.rules());
  }
}
