package dev.lading.gc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.content.ContentException;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.claim.RunNumber;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Reports as they are kept and shown: JSON, with times as ISO 8601 in UTC. */
public final class ReportJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ReportJson() {}

  /** As one line. */
  public static byte[] write(Report report) {
    try {
      return MAPPER.writeValueAsBytes(json(report));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  /** As a tree, for whoever shows it with something else. */
  public static ObjectNode json(Report report) {
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("run", report.run().value())
            .put("began", report.began().toString())
            .put("ended", report.ended().toString())
            .put("dryRun", report.dryRun());
    json.putObject("marked")
        .put("repositories", report.marked().repositories())
        .put("manifests", report.marked().manifests())
        .put("blobs", report.marked().blobs());
    ArrayNode tags = json.putArray("tags");
    report.tags().forEach(tag -> write(tag, tags.addObject()));
    ArrayNode removed = json.putArray("removed");
    report.removed().forEach(each -> write(each, removed.addObject()));
    json.put("claimed", report.claimed());
    ArrayNode waiting = json.putArray("waiting");
    report.waiting().forEach(each -> write(each, waiting.addObject()));
    json.put("freedBytes", report.freedBytes()).put("purgedTrash", report.purgedTrash());
    json.putObject("uploads")
        .put("sessions", report.uploads().sessions())
        .put("bytes", report.uploads().bytes())
        .put("unfinished", report.uploads().unfinished());
    ArrayNode problems = json.putArray("problems");
    report.problems().forEach(each -> write(each, problems.addObject()));
    return json;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when it is anything else
   */
  public static Report read(byte[] bytes) throws IOException {
    try {
      return report(MAPPER.readTree(bytes));
    } catch (IllegalArgumentException | ContentException | DateTimeException e) {
      throw new IOException("no report", e);
    }
  }

  private static void write(Report.GoneTag tag, ObjectNode json) {
    json.put("repository", tag.repository().name())
        .put("tag", tag.tag().name())
        .put("digest", tag.target().toString())
        .put("reason", tag.reason());
  }

  private static void write(Report.Removed removed, ObjectNode json) {
    json.put("digest", removed.digest().toString())
        .put("bytes", removed.bytes())
        .put("kind", removed.what().name().toLowerCase(Locale.ROOT));
    ArrayNode repositories = json.putArray("repositories");
    removed.repositories().forEach(name -> repositories.add(name.name()));
  }

  private static void write(Report.Waiting waiting, ObjectNode json) {
    json.put("digest", waiting.digest().toString())
        .put("bytes", waiting.bytes())
        .put("since", waiting.since().toString())
        .put("goes", waiting.goes().toString());
  }

  private static void write(Problem problem, ObjectNode json) {
    json.put("kind", problem.kind().name().toLowerCase(Locale.ROOT))
        .put("where", problem.where())
        .put("what", problem.what());
  }

  private static Report report(JsonNode json) {
    JsonNode marked = json.required("marked");
    return new Report(
        new RunNumber(json.required("run").longValue()),
        instant(json, "began"),
        instant(json, "ended"),
        json.required("dryRun").booleanValue(),
        new Report.Marked(
            marked.required("repositories").intValue(),
            marked.required("manifests").intValue(),
            marked.required("blobs").intValue()),
        all(json.required("tags"), ReportJson::tag),
        all(json.required("removed"), ReportJson::removed),
        json.required("claimed").longValue(),
        all(json.required("waiting"), ReportJson::waiting),
        json.required("freedBytes").longValue(),
        uploads(json.required("uploads")),
        json.required("purgedTrash").longValue(),
        all(json.required("problems"), ReportJson::problem));
  }

  private static <T> List<T> all(JsonNode array, Function<JsonNode, T> read) {
    List<T> all = new ArrayList<>();
    array.forEach(each -> all.add(read.apply(each)));
    return all;
  }

  private static Report.GoneTag tag(JsonNode json) {
    return new Report.GoneTag(
        new RepositoryName(text(json, "repository")),
        new Tag(text(json, "tag")),
        digest(json),
        text(json, "reason"));
  }

  private static Report.Removed removed(JsonNode json) {
    return new Report.Removed(
        digest(json),
        json.required("bytes").longValue(),
        Report.What.valueOf(upper(json)),
        all(json.required("repositories"), name -> new RepositoryName(name.asText())));
  }

  private static Report.Waiting waiting(JsonNode json) {
    return new Report.Waiting(
        digest(json),
        json.required("bytes").longValue(),
        instant(json, "since"),
        instant(json, "goes"));
  }

  private static Report.Uploads uploads(JsonNode json) {
    return new Report.Uploads(
        json.required("sessions").intValue(),
        json.required("bytes").longValue(),
        json.required("unfinished").intValue());
  }

  private static Problem problem(JsonNode json) {
    return new Problem(Problem.Kind.valueOf(upper(json)), text(json, "where"), text(json, "what"));
  }

  private static String upper(JsonNode json) {
    return text(json, "kind").toUpperCase(Locale.ROOT);
  }

  private static Digest digest(JsonNode json) {
    return Digest.parse(text(json, "digest"));
  }

  private static Instant instant(JsonNode json, String field) {
    return Instant.parse(text(json, field));
  }

  private static String text(JsonNode json, String field) {
    return json.required(field).asText();
  }
}
