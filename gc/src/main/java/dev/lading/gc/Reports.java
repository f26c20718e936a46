package dev.lading.gc;

import dev.lading.content.claim.GcKeys;
import dev.lading.content.claim.RunNumber;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs came to, kept in the store: the last hundred of them. */
public final class Reports {
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
  static final int KEPT = 100;
  private static final int LIMIT_BYTES = 512 * 1024 * 1024;
  private final StorageDriver driver;

  Reports(StorageDriver driver) {
    this.driver = driver;
  }

  /** The newest first, read as they are asked for; runs that were killed left none. */
  public Stream<Report> list() {
    return runs().flatMap(run -> find(run).stream());
  }

  /** Empty also when it cannot be read. */
  public Optional<Report> find(RunNumber run) {
    return driver.read(key(run), LIMIT_BYTES).flatMap(bytes -> read(run, bytes));
  }

  void write(Report report) {
    driver.write(key(report.run()), ReportJson.write(report));
    runs().skip(KEPT).forEach(run -> driver.deleteBelow(GcKeys.run(run)));
  }

  private Stream<RunNumber> runs() {
    List<RunNumber> runs =
        driver.children(GcKeys.RUNS, Optional.empty(), Integer.MAX_VALUE).stream()
            .flatMap(name -> RunNumber.find(name).stream())
            .sorted(Comparator.reverseOrder())
            .toList();
    return runs.stream();
  }

  private static Optional<Report> read(RunNumber run, byte[] bytes) {
    try {
      return Optional.of(ReportJson.read(bytes));
    } catch (IOException e) {
      LOG.warn("report unreadable run={}", run, e);
      return Optional.empty();
    }
  }

  private static Key key(RunNumber run) {
    return GcKeys.run(run).resolve("report");
  }
}
