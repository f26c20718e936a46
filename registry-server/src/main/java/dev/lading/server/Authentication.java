package dev.lading.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lading.auth.access.AccessRules;
import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import dev.lading.auth.files.WatchedFile;
import dev.lading.auth.jose.ClaimRules;
import dev.lading.auth.jose.JoseException.KeysInvalid;
import dev.lading.auth.jose.KeyDocuments;
import dev.lading.auth.jose.TokenAlgorithm;
import dev.lading.auth.jose.TrustedKey;
import dev.lading.auth.jose.TrustedKeys;
import dev.lading.auth.oidc.OidcExchange;
import dev.lading.auth.password.Htpasswd;
import dev.lading.auth.password.PasswordCheck;
import dev.lading.auth.password.PasswordLimits;
import dev.lading.auth.robots.LastUsed;
import dev.lading.auth.robots.Robots;
import dev.lading.auth.token.SigningKeys;
import dev.lading.auth.token.TokenException;
import dev.lading.auth.token.TokenIssuer;
import dev.lading.auth.token.TokenVerifier;
import dev.lading.auth.token.VerifiedTokens;
import dev.lading.auth.token.service.RefreshTokens;
import dev.lading.auth.token.service.TokenService;
import dev.lading.server.access.AccessGate;
import dev.lading.server.access.Challenge;
import dev.lading.server.access.Logins;
import dev.lading.server.access.Policies;
import dev.lading.server.access.TokenEndpoint;
import dev.lading.server.control.ControlCommand;
import dev.lading.server.control.ControlRefusal;
import dev.lading.server.exchange.Caller;
import dev.lading.server.exchange.Gate;
import dev.lading.server.exchange.Hostnames;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Need;
import dev.lading.server.exchange.Origin;
import dev.lading.server.exchange.Route;
import dev.lading.storage.Seal;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What proves who asks, put together from the settings, and kept as the files say that it names:
 * each is looked at every second. For one registry; its parts are safe for any number of threads.
 */
final class Authentication implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** What {@code docker login} keeps is good for so long, if its password stays. */
  private static final Duration REFRESH_LIFETIME = Duration.ofDays(90);

  private static final int TOKENS_REMEMBERED = 20_000;

  private final AuthSettings settings;
  private final Surroundings surroundings;
  private final List<WatchedFile<?>> files = new ArrayList<>();
  private final List<AutoCloseable> closed = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();
  private final Gate gate;
  private Optional<SigningKeys> keys = Optional.empty();

  /**
   * What the settings do not say.
   *
   * @param configuration the file that they come from, if there is one: its rules are read again
   *     when it changes
   * @param environment the variables that override it
   * @param host how clients reach the registry, if that is configured
   * @param prefix what stands before all paths, without a slash at its end
   * @param hostnames under which trust data is kept
   */
  record Surroundings(
      StorageDriver driver,
      Optional<Path> configuration,
      Map<String, String> environment,
      Optional<URI> host,
      String prefix,
      Hostnames hostnames,
      InstantSource clock,
      SecureRandom random) {}

  private Authentication(AuthSettings settings, Surroundings surroundings) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.gate = settings.isOpen() ? (_, _) -> Caller.ANYBODY : closedGate();
  }

  /**
   * Reads all files, and the signing keys, or makes the first.
   *
   * @throws UnusableFile when a file cannot be used
   * @throws TokenException.KeyUnreadable when the store has signing keys of another master key
   * @throws StorageException when the store cannot be asked for keys
   */
  static Authentication open(AuthSettings settings, Surroundings surroundings) {
    return new Authentication(settings, surroundings);
  }

  Gate gate() {
    return gate;
  }

  /** Where tokens are given out, if they are. */
  List<Route> routes() {
    return List.copyOf(routes);
  }

  /** Keeps all up to date until its threads are interrupted. */
  void begin(Executor background) {
    for (WatchedFile<?> file : files) { // each its own: a mount that hangs holds up no other
      background.execute(() -> repeat(BETWEEN_LOOKS, file::look));
    }
    if (keys.isPresent()) {
      background.execute(() -> repeat(TokenSettings.Issued.POLL_INTERVAL, this::pollKeys));
    }
  }

  /** Asks the store for keys that another replica has made, and makes the next when it is due. */
  void pollKeys() {
    keys.ifPresent(Authentication::poll);
  }

  /** For {@code lading auth rotate}, given to this registry while it runs. */
  ControlCommand rotation() {
    return (_, _) -> {
      keys.orElseThrow(
              () -> new ControlRefusal("this registry signs no tokens, so there is no key."))
          .rotate();
      return JsonNodeFactory.instance.objectNode();
    };
  }

  @Override
  public void close() {
    for (AutoCloseable each : closed) {
      try {
        each.close();
      } catch (Exception e) {
        LOG.warn("a part of the authentication could not be closed", e);
      }
    }
  }

  private Gate closedGate() {
    Logins logins = logins();
    Policies policies = new Policies(rules(), surroundings.hostnames());
    return switch (settings.token()) {
      case TokenSettings.None() ->
          new AccessGate(logins, Optional.empty(), policies, new Challenge.Basic(realm()));
      case TokenSettings.Issued issued -> issuing(issued, logins, policies);
      case TokenSettings.External external ->
          new AccessGate(logins, Optional.of(believed(external)), policies, challenge(external));
    };
  }

  private String realm() {
    return settings.htpasswd().map(AuthSettings.HtpasswdSettings::realm).orElse("Lading");
  }

  private Logins logins() {
    Optional<Logins.Users> users =
        settings.htpasswd().map(htpasswd -> users(watched(htpasswd.path(), Htpasswd::parse)));
    Optional<Supplier<Robots>> robots = settings.robots().map(path -> watched(path, Robots::parse));
    LastUsed lastUsed = new LastUsed(surroundings.driver(), surroundings.clock());
    return new Logins(users, robots, lastUsed, surroundings.clock());
  }

  private Logins.Users users(Supplier<Htpasswd> file) {
    PasswordLimits limits = PasswordLimits.forCores(Runtime.getRuntime().availableProcessors());
    return new Logins.Users(
        file, new PasswordCheck(file, limits, System::nanoTime, surroundings.random()));
  }

  private Supplier<AccessRules> rules() {
    return surroundings
        .configuration()
        .map(path -> watched(path, new ReadRules(surroundings.environment())))
        .orElse(settings::access);
  }

  // ---- our own tokens ----------------------------------------------------------------------

  private Gate issuing(TokenSettings.Issued issued, Logins logins, Policies policies) {
    SigningKeys signing =
        issued.signingKeys(surroundings.driver(), surroundings.clock(), surroundings.random());
    keys = Optional.of(signing);
    RefreshTokens refreshTokens =
        new RefreshTokens(
            seal(issued, "refresh-tokens"), logins, REFRESH_LIFETIME, surroundings.clock());
    TokenIssuer issuer =
        new TokenIssuer(
            issued.issuer(), issued.expiry(), signing, surroundings.clock(), surroundings.random());
    OidcExchange issuers = new OidcExchange(settings.oidc(), surroundings.clock());
    closed.add(issuers);
    TokenEndpoint endpoint =
        new TokenEndpoint(
            logins,
            new TokenService(issued.service(), issuer, refreshTokens, policies),
            signing,
            issuers,
            policies);
    routes.add(row(Method.GET, issued.path(), endpoint::get));
    routes.add(row(Method.POST, issued.path(), endpoint::post));
    routes.add(row(Method.GET, issued.path() + "/jwks", endpoint::keys));
    return new AccessGate(
        logins,
        Optional.of(new AccessGate.Tokens(verified(issued, signing), true)),
        policies,
        new Challenge.Bearer(
            origin -> base(origin) + surroundings.prefix() + issued.path(), issued.service()));
  }

  private Seal seal(TokenSettings.Issued issued, String purpose) {
    return Seal.of(issued.sealing().load(surroundings.random()), purpose, surroundings.random());
  }

  private VerifiedTokens verified(TokenSettings.Issued issued, SigningKeys signing) {
    return remembering(
        new TokenVerifier.Settings(
            new ClaimRules(issued.issuer(), issued.service()),
            EnumSet.allOf(TokenAlgorithm.class), // each key is for one; there may be older ones
            true),
        signing::trusted);
  }

  private static Route row(Method method, String path, dev.lading.server.exchange.Handler handler) {
    return new Route(method, path, _ -> new Need.Nothing(), handler);
  }

  // ---- tokens of another server --------------------------------------------------------------

  private AccessGate.Tokens believed(TokenSettings.External external) {
    return new AccessGate.Tokens(
        remembering(
            new TokenVerifier.Settings(
                new ClaimRules(external.issuer(), external.service()),
                external.algorithms(),
                false),
            trusted(external)),
        false);
  }

  /**
   * The keys of another token server, as its files have them now.
   *
   * @throws UnusableFile when they cannot be used
   */
  static TrustedKeys keys(TokenSettings.External external) {
    List<FileContent> contents = files(external).stream().map(FileContent::read).toList();
    return trusted(contents, external.rootcertbundle().isPresent());
  }

  private static List<Path> files(TokenSettings.External external) {
    return Stream.concat(external.rootcertbundle().stream(), external.jwks().stream()).toList();
  }

  private Supplier<TrustedKeys> trusted(TokenSettings.External external) {
    List<Path> paths = files(external);
    boolean hasBundle = external.rootcertbundle().isPresent();
    WatchedFile<TrustedKeys> file =
        WatchedFile.ofAll(paths, contents -> trusted(contents, hasBundle), surroundings.clock());
    files.add(file);
    return file::get;
  }

  private static TrustedKeys trusted(List<FileContent> contents, boolean hasBundle) {
    List<X509Certificate> roots =
        hasBundle ? certificates(contents.getFirst()) : List.<X509Certificate>of();
    boolean hasKeySet = !hasBundle || contents.size() > 1;
    return TrustedKeys.of(roots, hasKeySet ? keySet(contents.getLast()) : List.of());
  }

  private static List<X509Certificate> certificates(FileContent content) {
    try {
      return KeyDocuments.certificates(content.text());
    } catch (KeysInvalid e) {
      throw unusable(content, e);
    }
  }

  private static List<TrustedKey> keySet(FileContent content) {
    try {
      return KeyDocuments.keySet(content.bytes());
    } catch (KeysInvalid e) {
      throw unusable(content, e);
    }
  }

  private static UnusableFile unusable(FileContent content, KeysInvalid failure) {
    UnusableFile unusable = new UnusableFile(content.file(), "is no good: " + failure.getMessage());
    unusable.initCause(failure);
    return unusable;
  }

  private Challenge challenge(TokenSettings.External external) {
    Function<Origin, String> realm =
        external.autoredirect()
            ? origin -> redirected(origin) + external.autoredirectpath()
            : _ -> external.realm();
    return new Challenge.Bearer(realm, external.service());
  }

  // ---- both ----------------------------------------------------------------------------------

  private VerifiedTokens remembering(
      TokenVerifier.Settings verification, Supplier<TrustedKeys> trusted) {
    return new VerifiedTokens(
        new TokenVerifier(verification, trusted, surroundings.clock()),
        TOKENS_REMEMBERED,
        surroundings.clock());
  }

  /** How this client reaches us, without a slash at its end; empty when it does not say. */
  private String base(Origin origin) {
    return surroundings.host().map(Authentication::withoutSlash).orElseGet(() -> asked(origin));
  }

  private static String asked(Origin origin) {
    return origin.host().isEmpty() ? "" : origin.scheme() + "://" + origin.host();
  }

  private static String withoutSlash(URI host) {
    String text = host.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * As distribution has it: over TLS, for it is a proxy's, which seldom says more than the host.
   */
  private String redirected(Origin origin) {
    return base(origin).replaceFirst("^http:", "https:");
  }

  private <T> Supplier<T> watched(Path path, Function<FileContent, T> parser) {
    WatchedFile<T> file = WatchedFile.of(path, parser, surroundings.clock());
    files.add(file);
    return file::get;
  }

  private static void poll(SigningKeys keys) {
    try {
      keys.poll();
    } catch (StorageException | TokenException e) {
      LOG.error("the signing keys could not be looked at, and will be again", e);
    }
  }

  /** Until the thread is interrupted. */
  static void repeat(Duration pause, Runnable task) {
    try {
      while (true) {
        Thread.sleep(pause);
        attempt(task);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The edge of a thread that nobody waits for: what fails is for the log, and it goes on. */
  static void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a look in the background has failed, and will be repeated", e);
    }
  }
}
