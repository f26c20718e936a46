package dev.lading.server.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Pause;
import dev.lading.content.store.ContentStore;
import dev.lading.gc.Collector;
import dev.lading.gc.Report;
import dev.lading.gc.Retention;
import dev.lading.server.http.Eventually;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.memory.MemoryDriver;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the collector runs by itself. */
class GcUpkeepTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private final MemoryDriver driver = new MemoryDriver(InstantSource.system());
  private final AtomicBoolean isBroken = new AtomicBoolean();
  private final AtomicBoolean isOutOfMemory = new AtomicBoolean();
  private final AtomicInteger failures = new AtomicInteger();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    background.shutdownNow();
  }

  @Test
  void schedule_runsAgainAndAgain_untilItIsStopped() throws Exception {
    GcService service = service(settings(Optional.of(every(SECOND)), Optional.empty()));

    new GcUpkeep(service, new SplittableRandom()).begin(background);

    Eventually.isTrue("two runs", () -> reports(service).size() >= 2);
    assertThat(service.next()).isPresent();
    background.shutdownNow();
    assertThat(background.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void noSchedule_runsNothing() throws Exception {
    GcService service = service(settings(Optional.empty(), Optional.empty()));

    new GcUpkeep(service, new SplittableRandom()).begin(background);
    background.shutdownNow();
    assertThat(background.awaitTermination(5, TimeUnit.SECONDS)).isTrue();

    assertThat(reports(service)).isEmpty();
    assertThat(service.next()).isEmpty();
  }

  @Test
  void closedWindow_putsTheRunOff() throws Exception {
    LocalTime opens = LocalTime.now(Clock.systemUTC()).plusHours(2);
    RunWindow window = new RunWindow(opens, opens.plusHours(1));
    GcService service = service(settings(Optional.of(every(SECOND)), Optional.of(window)));

    new GcUpkeep(service, new SplittableRandom()).begin(background);

    Eventually.isTrue("expected", () -> service.next().isPresent());
    assertThat(service.next().orElseThrow().atZone(ZoneOffset.UTC).toLocalTime()).isEqualTo(opens);
  }

  @Test
  void runThatFails_isFollowedByTheNextOne() throws Exception {
    GcService service = service(settings(Optional.of(every(SECOND)), Optional.empty()));
    isBroken.set(true);

    new GcUpkeep(service, new SplittableRandom()).begin(background);
    Eventually.isTrue("a failure", () -> failures.get() > 0);
    isBroken.set(false);

    Eventually.isTrue("a run", () -> !reports(service).isEmpty());
  }

  @Test
  void runWithoutMemoryEnough_isToldOf_andIsFollowedByTheNextOne() throws Exception {
    GcService service = service(settings(Optional.of(every(SECOND)), Optional.empty()));
    isOutOfMemory.set(true);

    new GcUpkeep(service, new SplittableRandom()).begin(background);
    Eventually.isTrue("a failure", () -> service.failure().isPresent());
    assertThat(service.failure().orElseThrow().what()).contains("OutOfMemoryError", "on purpose");
    isOutOfMemory.set(false);

    Eventually.isTrue("a run", () -> !reports(service).isEmpty());
    Eventually.isTrue("all is well", () -> service.failure().isEmpty());
  }

  @Test
  void runThatOnlyLooks_andScrub_countForNoSchedule() {
    GcService service = service(settings(Optional.empty(), Optional.empty()));

    service.run(Collector.Options.SCHEDULED.dry(), _ -> {});
    assertThat(service.lastBegan()).isEmpty();

    service.run(Collector.Options.SCHEDULED, _ -> {});
    Instant began = service.lastBegan().orElseThrow();
    service.run(Collector.Options.SCHEDULED.dry(), _ -> {});
    assertThat(service.lastBegan()).contains(began);
  }

  @Test
  void runUnderWay_isToldOf_andKeepsOthersAway() {
    GcService service = service(settings(Optional.empty(), Optional.empty()));
    Collector.Options dry = new Collector.Options(true, false, Optional.empty());
    driver.write(
        Key.of("docker/registry/v2/repositories/a/_layers/sha256/" + "a".repeat(64) + "/link"),
        ("sha256:" + "a".repeat(64)).getBytes(StandardCharsets.US_ASCII));
    List<Stage> told = new ArrayList<>();

    Collector.Result result =
        service.run(
            dry,
            stage -> {
              told.add(stage);
              assertThat(service.activity().orElseThrow().stage()).isEqualTo(stage);
              assertThat(service.activity().orElseThrow().options()).isEqualTo(dry);
            });

    assertThat(result).isInstanceOf(Collector.Result.Done.class);
    assertThat(told).contains(new Stage.Marking(1, 0, 0));
    assertThat(service.activity()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PT6H, -, PT1M",
    "PT10S, -, PT10S",
    "PT6H, PT1H, PT5H",
    "PT6H, PT6H, PT0S",
    "PT6H, PT48H, PT0S"
  })
  void interval_countsFromTheLastRun_ofWhateverProcess(
      Duration interval, String ago, Duration until) {
    ZonedDateTime now = Instant.parse("2026-11-21T12:00:00Z").atZone(ZoneId.of("UTC"));
    Optional<Instant> last =
        Optional.of(ago)
            .filter(text -> !text.equals("-"))
            .map(Duration::parse)
            .map(before -> now.toInstant().minus(before));

    assertThat(every(interval).due(now, last)).isEqualTo(now.plus(until));
  }

  /** No run can begin while it is broken. */
  private StorageDriver breakable() {
    InvocationHandler handler =
        (_, method, arguments) -> {
          if (isBroken.get() && method.getName().equals("writeIfAbsent")) {
            failures.incrementAndGet();
            throw new StorageUnavailable("broken on purpose", new IOException());
          }
          if (isOutOfMemory.get() && method.getName().equals("writeIfAbsent")) {
            throw new OutOfMemoryError("on purpose");
          }
          try {
            return method.invoke(driver, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (StorageDriver)
        Proxy.newProxyInstance(
            StorageDriver.class.getClassLoader(), new Class<?>[] {StorageDriver.class}, handler);
  }

  private static Schedule every(Duration interval) {
    return new Schedule.Every(interval);
  }

  private static List<Report> reports(GcService service) {
    return service.collector().reports().list().toList();
  }

  private static GcSettings settings(Optional<Schedule> schedule, Optional<RunWindow> window) {
    return new GcSettings(
        schedule,
        Duration.ZERO,
        window,
        GcTerms.DEFAULT,
        Optional.empty(),
        Duration.ofDays(7),
        List.of(),
        1,
        0);
  }

  private GcService service(GcSettings settings) {
    ContentStore content =
        ContentStore.open(
            breakable(),
            new ContentStore.Settings(1 << 20, 1 << 20, 1 << 20, settings.terms()),
            new ContentStore.Surroundings(
                InstantSource.system(),
                System::nanoTime,
                UUID::randomUUID,
                Runnable::run,
                Pause.SLEEP),
            List.of());
    return new GcService(
        content,
        settings,
        new GcService.Surroundings(
            Retention.NONE.pulls(),
            Retention.NONE.signatures(),
            Clock.systemUTC(),
            System::nanoTime,
            Pause.SLEEP,
            false));
  }
}
