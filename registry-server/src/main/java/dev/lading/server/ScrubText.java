package dev.lading.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a scrub says, for people: lines made of its JSON. */
final class ScrubText {
  private ScrubText() {}

  /** How far it is. */
  static String stage(JsonNode stage) {
    String left =
        stage.has("leftSeconds")
            ? ", about " + GcText.time(stage.path("leftSeconds").asLong()) + " left"
            : "";
    return "read %s of %s%s"
        .formatted(
            GcText.bytes(stage.path("bytes").asLong()),
            GcText.bytes(stage.path("ofBytes").asLong()),
            left);
  }

  /** What it came to; what is left to do is told apart. */
  static List<String> report(JsonNode report) {
    JsonNode marked = report.path("marked");
    List<String> lines = new ArrayList<>();
    report.path("findings").forEach(finding -> lines.add(finding(finding)));
    lines.add(
        "%d repositories, %d manifests looked at; %d of %d blobs read, %s: %s"
            .formatted(
                marked.path("repositories").asInt(),
                marked.path("manifests").asInt(),
                report.path("blobs").asLong(),
                marked.path("blobs").asInt(),
                GcText.bytes(report.path("bytes").asLong()),
                verdict(report)));
    return lines;
  }

  private static String finding(JsonNode finding) {
    String state =
        switch (finding.path("state").asText()) {
          case "repaired" -> "repaired ";
          case "failed" -> "cannot be repaired: ";
          default -> "";
        };
    return "%s%s %s: %s"
        .formatted(
            state,
            finding.path("kind").asText(),
            finding.path("where").asText(),
            Listing.shown(finding.path("what").asText()));
  }

  private static String verdict(JsonNode report) {
    if (!report.path("complete").asBoolean()) {
      return "stopped before the end";
    }
    if (report.path("sound").asBoolean()) {
      return "all is well";
    }
    return report.path("repair").asBoolean()
        ? "something is left to do"
        : "something is wrong; --repair mends what can be mended";
  }
}
