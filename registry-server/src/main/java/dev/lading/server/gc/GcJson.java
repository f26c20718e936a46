package dev.lading.server.gc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.content.RepositoryName;
import dev.lading.gc.DiskUse;
import dev.lading.gc.Explanation;
import dev.lading.gc.Explanation.Chain;
import dev.lading.gc.Problem;
import dev.lading.gc.Report;
import dev.lading.gc.Undo;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What a collector says, as JSON; times are ISO 8601 in UTC, sizes bytes. */
final class GcJson {
  private static final int SHOWN = 10;

  private GcJson() {}

  static ObjectNode stage(Stage stage) {
    ObjectNode json = object();
    switch (stage) {
      case Stage.Marking(var repositories, var manifests, var blobs) ->
          json.put("stage", "marking")
              .put("repositories", repositories)
              .put("manifests", manifests)
              .put("blobs", blobs);
      case Stage.Sweeping(var done, var total, var left) -> {
        json.put("stage", "sweeping").put("done", done).put("total", total);
        left.ifPresent(time -> json.put("leftSeconds", time.toSeconds()));
      }
    }
    return json;
  }

  static ObjectNode activity(GcService.Activity activity) {
    return stage(activity.stage())
        .put("since", activity.since().toString())
        .put("dryRun", activity.options().dryRun())
        .put("now", activity.options().now());
  }

  static ObjectNode failure(GcService.Failure failure) {
    return object().put("at", failure.at().toString()).put("what", failure.what());
  }

  /** A report without its lists. */
  static ObjectNode summary(Report report) {
    return object()
        .put("run", report.run().value())
        .put("began", report.began().toString())
        .put("ended", report.ended().toString())
        .put("dryRun", report.dryRun())
        .put("tags", report.tags().size())
        .put("removed", report.removed().size())
        .put("freedBytes", report.freedBytes())
        .put("claimed", report.claimed())
        .put("waiting", report.waiting().size())
        .put("problems", report.problems().size());
  }

  /** What keeps all bytes, by the last report; absent when there is nothing. */
  static void notUnderstood(Report report, ObjectNode status) {
    List<String> keys =
        report.problems().stream()
            .filter(problem -> problem.kind() == Problem.Kind.NOT_UNDERSTOOD)
            .map(Problem::where)
            .limit(SHOWN)
            .toList();
    if (!keys.isEmpty()) {
      keys.forEach(status.putArray("notUnderstood")::add);
    }
  }

  static ObjectNode explanation(Explanation explanation) {
    return switch (explanation) {
      case Explanation.Kept(var digest, var chains) -> {
        ObjectNode json = object().put("digest", digest.toString()).put("verdict", "kept");
        ArrayNode all = json.putArray("chains");
        chains.forEach(chain -> write(chain, all.addObject()));
        yield json;
      }
      case Explanation.KeptByDoubt(var digest, var repositories, var problems) -> {
        ObjectNode json = object().put("digest", digest.toString()).put("verdict", "kept-by-doubt");
        write(repositories, json.putArray("repositories"));
        write(problems, json);
        yield json;
      }
      case Explanation.Unreachable unreachable -> unreachable(unreachable);
      case Explanation.Unknown(var digest) ->
          object().put("digest", digest.toString()).put("verdict", "unknown");
    };
  }

  static ObjectNode undone(Undo.Undone undone) {
    ObjectNode json = object().put("run", undone.run().value()).put("links", undone.links());
    ArrayNode digests = json.putArray("digests");
    undone.digests().forEach(digest -> digests.add(digest.toString()));
    write(undone.problems(), json);
    return json;
  }

  static JsonNode uses(List<DiskUse> uses) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    uses.forEach(
        use ->
            json.addObject()
                .put("repository", use.repository().name())
                .put("uniqueBytes", use.uniqueBytes())
                .put("sharedBytes", use.sharedBytes()));
    return json;
  }

  private static ObjectNode unreachable(Explanation.Unreachable unreachable) {
    ObjectNode json =
        object()
            .put("digest", unreachable.digest().toString())
            .put("verdict", "unreachable")
            .put("goes", unreachable.goes().toString())
            .put("bytes", unreachable.bytes());
    unreachable.since().map(Instant::toString).ifPresent(time -> json.put("since", time));
    unreachable.lastClaim().map(Instant::toString).ifPresent(time -> json.put("lastClaim", time));
    return json;
  }

  private static void write(Chain chain, ObjectNode json) {
    json.put("repository", chain.repository().name());
    chain.tag().ifPresent(tag -> json.put("tag", tag.name()));
    ArrayNode manifests = json.putArray("digests");
    chain.manifests().forEach(digest -> manifests.add(digest.toString()));
  }

  private static void write(List<RepositoryName> names, ArrayNode json) {
    names.forEach(name -> json.add(name.name()));
  }

  private static void write(List<Problem> problems, ObjectNode json) {
    ArrayNode all = json.putArray("problems");
    problems.forEach(
        problem ->
            all.addObject()
                .put("kind", problem.kind().name().toLowerCase(Locale.ROOT))
                .put("where", problem.where())
                .put("what", problem.what()));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
