package dev.lading.conformance.bench;

import dev.lading.conformance.bench.row.Row;
import dev.lading.conformance.bench.server.Programs;
import dev.lading.conformance.bench.server.SetupTrouble;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.wire.UnexpectedAnswer;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The benchmark's main program: {@code Bench REPOSITORY [options]}. */
final class Bench {
  private static final int MET = 0;
  private static final int MISSED = 1;
  private static final int TROUBLE = 2;

  private final Path repository;
  private final Options options;

  private Bench(Path repository, Options options) {
    this.repository = repository;
    this.options = options;
  }

  public static void main(String[] arguments) throws InterruptedException {
    System.exit(exitCode(List.of(arguments)));
  }

  private static int exitCode(List<String> arguments) throws InterruptedException {
    Path repository = Path.of(arguments.getFirst());
    try {
      var options = Options.parse(repository, arguments.subList(1, arguments.size()));
      if (options.help()) {
        System.out.print(Options.usage());
        return MET;
      }
      return new Bench(repository, options).run();
    } catch (Options.Mistake e) {
      System.err.println("bench: " + e.getMessage() + "\n\n" + Options.usage());
    } catch (SetupTrouble | IOException e) {
      System.err.println("bench: " + e.getMessage());
    }
    return TROUBLE;
  }

  private int run() throws IOException, InterruptedException {
    var programs = Programs.find(options.lading(), options.peers());
    Path directory =
        Files.createDirectories(repository.resolve("conformance/target/bench")).toAbsolutePath();
    System.out.println("Making or cleaning the data in " + directory);
    try (Subjects subjects = Subjects.open(programs, directory, profilingOptions(directory))) {
      Runtime.getRuntime().addShutdownHook(new Thread(Bench::stopChildren, "stop-children"));
      Map<String, String> machine = Machine.facts(programs, directory);
      List<Result> results = measure(subjects);
      var report = new Report(LocalDate.now(Clock.systemUTC()), machine, options, results);
      System.out.println(report.summary());
      if (options.isComplete()) {
        report.write(repository);
      }
      return results.stream().anyMatch(Result::missed) ? MISSED : MET;
    }
  }

  /** For a benchmark that is itself stopped in the middle of a row. */
  private static void stopChildren() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
  }

  private String profilingOptions(Path directory) {
    if (!options.profile()) {
      return "";
    }
    return "-XX:StartFlightRecording=settings=profile,filename="
        + directory.resolve("run/lading-%p.jfr");
  }

  private List<Result> measure(Subjects subjects) throws InterruptedException {
    List<Result> results = new ArrayList<>();
    try (ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor()) {
      for (Row row : options.rows()) {
        System.out.println("\n" + row.name() + ": " + row.work());
        Result result = measure(row, subjects, watchdog);
        System.out.print(Report.table(result));
        results.add(result);
      }
    }
    return results;
  }

  /** Only the watchdog interrupts this thread, so an interrupted row is one that took too long. */
  private Result measure(Row row, Subjects subjects, ScheduledExecutorService watchdog)
      throws InterruptedException {
    Thread measuring = Thread.currentThread();
    ScheduledFuture<?> limit =
        watchdog.schedule(measuring::interrupt, row.limit().toMillis(), TimeUnit.MILLISECONDS);
    try {
      return new Result(row, row.run(subjects, options.plan()), Optional.empty());
    } catch (UnexpectedAnswer e) {
      return new Result(row, List.of(), Optional.of(String.valueOf(e.getMessage())));
    } catch (InterruptedException | ClosedByInterruptException e) {
      return new Result(row, List.of(), Optional.of("not done after " + row.limit()));
    } catch (IOException e) {
      return new Result(row, List.of(), Optional.of(String.valueOf(e.getMessage())));
    } finally {
      limit.cancel(false);
      Thread.interrupted(); // the next row starts afresh
    }
  }
}
