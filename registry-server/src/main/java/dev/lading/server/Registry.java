package dev.lading.server;

import dev.lading.content.Change;
import dev.lading.content.claim.Pause;
import dev.lading.content.store.ContentStore;
import dev.lading.content.store.Layout;
import dev.lading.gc.Retention;
import dev.lading.server.control.ControlCommand;
import dev.lading.server.control.ControlSocket;
import dev.lading.server.gc.GcRequests;
import dev.lading.server.gc.GcService;
import dev.lading.server.gc.GcSettings;
import dev.lading.server.gc.GcUpkeep;
import dev.lading.server.gc.LastPulls;
import dev.lading.server.gc.ScrubRequests;
import dev.lading.server.handlers.GarbageNotice;
import dev.lading.server.handlers.Routes;
import dev.lading.server.http.HttpEdge;
import dev.lading.server.http.ListenAddress;
import dev.lading.server.http.RequestIds;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageException;
import dev.lading.trust.policy.TrustPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One registry, its parts put together and running. Closed in the opposite order. */
final class Registry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
  private static final Duration LAST_STEP = Duration.ofSeconds(5);
  private final StorageDriver driver;
  private final ExecutorService background;
  private final HttpEdge edge;
  private final Counters counters;
  private final Refusals refusals;
  private final Authentication authentication;
  private final Optional<ControlSocket> control;

  private Registry(
      StorageDriver driver,
      ExecutorService background,
      Authentication authentication,
      HttpEdge edge,
      Optional<ControlSocket> control,
      Counters counters,
      Refusals refusals) {
    this.driver = driver;
    this.background = background;
    this.authentication = authentication;
    this.edge = edge;
    this.control = control;
    this.counters = counters;
    this.refusals = refusals;
  }

  /**
   * Opens the store and listens; requests are answered on return, and the catalog is learned in the
   * background.
   *
   * @throws StorageException when the store cannot be opened or is another process's
   * @param configuration the file that the settings come from, if there is one
   * @param environment the variables that override it
   * @throws dev.lading.server.http.ListenFailed when an address cannot be had
   * @throws dev.lading.auth.files.UnusableFile when a file of users, keys or the like is no good
   */
  static Registry start(
      ServerSettings settings, Optional<Path> configuration, Map<String, String> environment) {
    StorageDriver driver = settings.storage().open(InstantSource.system());
    ExecutorService background =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("background").factory());
    Counters counters = new Counters();
    Refusals refusals = new Refusals();
    try {
      ContentStore store =
          content(settings, driver, background, listeners(settings, driver, background, counters));
      GcService gc = collector(settings, driver, store);
      Optional<Duration> _ = gc.declareTerms(); // before anybody is served
      Authentication authentication = authentication(settings, configuration, environment, driver);
      Optional<Trust> trust =
          settings.trust().map(served -> trust(served, settings, driver, store, refusals));
      HttpEdge edge = edge(settings, driver, store, authentication, trust);
      tellWhatIsServed(settings, edge.addresses());
      authentication.begin(background);
      trust.ifPresent(served -> served.begin(background));
      store.repositories().learn();
      if (!settings.readOnly()) {
        beginUpkeep(settings, store, gc, background);
      }
      Optional<ControlSocket> control =
          control(settings.storage(), commands(gc, authentication), background);
      return new Registry(driver, background, authentication, edge, control, counters, refusals);
    } catch (RuntimeException e) {
      stop(background);
      driver.close();
      throw e;
    }
  }

  /** A collector that runs by itself ends uploads as well. */
  private static void beginUpkeep(
      ServerSettings settings, ContentStore store, GcService gc, ExecutorService background) {
    if (settings.gc().schedule().isEmpty() || settings.uploadPurging().byRuns().isEmpty()) {
      settings.uploadPurging().begin(store.abandonedUploads(), new SecureRandom(), background);
    }
    new GcUpkeep(gc, new SecureRandom()).begin(background);
  }

  List<ListenAddress> addresses() {
    return edge.addresses();
  }

  @Override
  public void close() {
    edge.close();
    stop(background);
    control.ifPresent(ControlSocket::close);
    authentication.close();
    driver.close();
    LOG.info("since the start: {} {}", counters, refusals);
  }

  /** Whoever gets the store next is to find nobody of us in it. */
  private static void stop(ExecutorService background) {
    background.shutdownNow();
    try {
      if (!background.awaitTermination(LAST_STEP.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("work in the background did not come to an end; leaving it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the store holds, for a registry or for a command that has it to itself. */
  static ContentStore content(
      ServerSettings settings,
      StorageDriver driver,
      ExecutorService background,
      List<Change.Listener> listeners) {
    return ContentStore.open(
        driver,
        settings.content(),
        new ContentStore.Surroundings(
            InstantSource.system(), System::nanoTime, UUID::randomUUID, background, Pause.SLEEP),
        listeners);
  }

  /** The collector of what the store holds, likewise. */
  static GcService collector(ServerSettings settings, StorageDriver driver, ContentStore store) {
    return new GcService(
        store,
        settings.gc(),
        new GcService.Surroundings(
            LastPulls.read(driver, InstantSource.system()),
            settings
                .trust()
                .map(trust -> Trust.signatures(trust, driver, InstantSource.system()))
                .orElse(Retention.NONE.signatures()),
            settings.uploadPurging().byRuns(),
            Clock.system(ZoneId.systemDefault()),
            System::nanoTime,
            Pause.SLEEP,
            settings.readOnly()));
  }

  private static List<Change.Listener> listeners(
      ServerSettings settings,
      StorageDriver driver,
      ExecutorService background,
      Counters counters) {
    List<Change.Listener> always = List.of(new ChangeLog(), counters);
    if (!settings.gc().needsPulls()) {
      if (!settings.readOnly()) {
        LastPulls.forget(driver);
      }
      return always;
    }
    LastPulls pulls = LastPulls.noted(driver, InstantSource.system(), background);
    return Stream.concat(always.stream(), Stream.of(pulls)).toList();
  }

  /** What can be asked of a store, by whoever serves it or has it to himself. */
  static Map<String, ControlCommand> commands(GcService gc) {
    Map<String, ControlCommand> commands = new HashMap<>(new GcRequests(gc).commands());
    commands.putAll(new ScrubRequests(gc).commands());
    return Map.copyOf(commands);
  }

  private static Map<String, ControlCommand> commands(GcService gc, Authentication authentication) {
    Map<String, ControlCommand> commands = new HashMap<>(commands(gc));
    commands.put(AuthRotateCommand.CONTROL, authentication.rotation());
    return commands;
  }

  /**
   * A store that others may serve as well needs none; without one a registry serves all the same.
   */
  private static Optional<ControlSocket> control(
      StorageSettings storage, Map<String, ControlCommand> commands, ExecutorService background) {
    if (!(storage instanceof StorageSettings.Filesystem)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ControlSocket.open(
              storage.ownDirectory(), ControlSocket.Settings.of(commands, background)));
    } catch (IOException e) {
      LOG.warn("no commands can be taken while this registry runs: there can be no socket", e);
      return Optional.empty();
    }
  }

  private static Authentication authentication(
      ServerSettings settings,
      Optional<Path> configuration,
      Map<String, String> environment,
      StorageDriver driver) {
    return Authentication.open(
        settings.auth(),
        new Authentication.Surroundings(
            driver,
            configuration,
            environment,
            settings.http().host(),
            withoutSlash(settings.http().prefix()),
            settings.hostnames(),
            InstantSource.system(),
            new SecureRandom()));
  }

  private static String withoutSlash(String prefix) {
    return prefix.substring(0, prefix.length() - 1);
  }

  private static Trust trust(
      TrustSettings served,
      ServerSettings settings,
      StorageDriver driver,
      ContentStore store,
      Refusals refusals) {
    return Trust.open(
        served,
        new Trust.Surroundings(
            driver,
            store,
            refusals,
            InstantSource.system(),
            new SecureRandom(),
            settings.readOnly(),
            () -> isReadable(driver)));
  }

  private static HttpEdge edge(
      ServerSettings settings,
      StorageDriver driver,
      ContentStore store,
      Authentication authentication,
      Optional<Trust> trust) {
    Routes.Settings routes =
        new Routes.Settings(
            settings.manifestLimitBytes(),
            settings.uploadLimit(),
            settings.tagsPerPage(),
            settings.namesPerPage(),
            settings.http().redirects(),
            () -> isReadable(driver),
            garbage(settings.gc()));
    return HttpEdge.start(
        settings.http(),
        Stream.of(
                Routes.of(store, trust.map(Trust::policy).orElse(TrustPolicy.NONE), routes),
                authentication.routes(),
                trust.map(Trust::routes).orElse(List.of()))
            .flatMap(List::stream)
            .toList(),
        authentication.gate().then(new Switches(settings.readOnly(), settings.deletes())),
        new HttpEdge.Surroundings(
            AccessLog.of(settings.log()),
            new RequestIds(new SecureRandom()),
            InstantSource.system(),
            System::nanoTime));
  }

  private static GarbageNotice garbage(GcSettings gc) {
    return new GarbageNotice(
        gc.terms().grace(),
        gc.trash(),
        gc.schedule().isPresent(),
        gc.untagged().isPresent(),
        InstantSource.system());
  }

  private static boolean isReadable(StorageDriver driver) {
    try {
      return driver.find(Layout.FORMAT).isPresent();
    } catch (StorageException e) {
      LOG.error("the store cannot be read", e);
      return false;
    }
  }

  private static void tellWhatIsServed(ServerSettings settings, List<ListenAddress> addresses) {
    LOG.info("serving {} on {}", settings.storage(), addresses);
    if (settings.http().redirects()
        && settings.storage() instanceof StorageSettings.S3(var bucket)) {
      LOG.info("clients are sent to {} for the bytes of blobs", bucket.whereClientsRead());
    }
    settings
        .trust()
        .ifPresent(trust -> LOG.info("trust data is kept for {}", trust.hostnames().names()));
    if (settings.auth().isOpen()) {
      LOG.warn("no authentication: whoever reaches {} may pull and push", addresses);
    }
    if (settings.readOnly()) {
      LOG.warn("read-only: pushes and deletes are refused");
    }
  }
}
