package dev.lading.server.gc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.gc.Finding;
import dev.lading.gc.ScrubReport;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What a scrub says, as JSON; times are ISO 8601 in UTC, sizes bytes. */
final class ScrubJson {
  private ScrubJson() {}

  static ObjectNode looking(int repositories, int manifests, int blobs) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("stage", "looking")
        .put("repositories", repositories)
        .put("manifests", manifests)
        .put("blobs", blobs);
  }

  static ObjectNode reading(long blobs, long bytes, long ofBytes, Optional<Duration> left) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("stage", "reading")
            .put("blobs", blobs)
            .put("bytes", bytes)
            .put("ofBytes", ofBytes);
    left.ifPresent(time -> json.put("leftSeconds", time.toSeconds()));
    return json;
  }

  static ObjectNode report(ScrubReport report) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("began", report.began().toString())
            .put("ended", report.ended().toString())
            .put("repair", report.repair())
            .put("complete", report.isComplete())
            .put("sound", report.isSound());
    json.putObject("marked")
        .put("repositories", report.marked().repositories())
        .put("manifests", report.marked().manifests())
        .put("blobs", report.marked().blobs());
    json.put("blobs", report.blobs()).put("bytes", report.bytes());
    ArrayNode findings = json.putArray("findings");
    report.findings().forEach(finding -> write(finding, findings.addObject()));
    return json;
  }

  private static void write(Finding finding, ObjectNode json) {
    json.put("kind", finding.kind().name().toLowerCase(Locale.ROOT))
        .put("where", finding.where())
        .put("what", finding.what())
        .put("state", finding.state().name().toLowerCase(Locale.ROOT));
  }
}
