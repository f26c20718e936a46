package dev.lading.server;

import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.s3.Ability;
import dev.lading.storage.s3.Finding;
import dev.lading.storage.s3.Finding.Fails;
import dev.lading.storage.s3.Finding.Untried;
import dev.lading.storage.s3.Finding.Works;
import dev.lading.storage.s3.S3Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a store can do, told to people and to programs. */
record ProbeReport(List<Finding> findings) {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeReport.class);

  ProbeReport {
    findings = List.copyOf(findings);
  }

  boolean isUsable() {
    return findings.stream().noneMatch(Finding::isFatal);
  }

  /**
   * Warns of what is only good to have.
   *
   * @throws StorageUnavailable when a registry over this store could not be correct
   */
  void requireUsable(S3Settings bucket) {
    if (!isUsable()) {
      String failures =
          findings.stream()
              .filter(finding -> finding.isFatal() && finding.result() instanceof Fails)
              .map(finding -> bucket + " cannot be served: " + line(finding))
              .collect(Collectors.joining("\n"));
      throw new StorageUnavailable(failures, new IllegalStateException("probed"));
    }
    findings.stream()
        .filter(finding -> finding.result() instanceof Fails)
        .forEach(finding -> LOG.warn("the store lacks {}", line(finding)));
  }

  /** One line for each ability. */
  List<String> lines() {
    return findings.stream().map(ProbeReport::line).toList();
  }

  /** For JSON. */
  List<Map<String, Object>> rows() {
    return findings.stream().map(ProbeReport::row).toList();
  }

  private static String line(Finding finding) {
    String name = name(finding.ability());
    return switch (finding.result()) {
      case Works _ -> name + ": works";
      case Fails(String reason, String nextStep) ->
          "%s: %s (%s); %s"
              .formatted(
                  name, reason, finding.ability().isRequired() ? "required" : "optional", nextStep);
      case Untried(Ability without) -> name + ": not tried without " + name(without);
    };
  }

  private static Map<String, Object> row(Finding finding) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("ability", name(finding.ability()));
    row.put("required", finding.ability().isRequired());
    switch (finding.result()) {
      case Works _ -> row.put("result", "works");
      case Fails(String reason, String nextStep) -> {
        row.put("result", "fails");
        row.put("reason", reason);
        row.put("advice", nextStep);
      }
      case Untried(Ability without) -> {
        row.put("result", "untried");
        row.put("without", name(without));
      }
    }
    return row;
  }

  private static String name(Ability ability) {
    return ability.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
