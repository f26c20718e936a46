package dev.lading.server.gc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.content.Digest;
import dev.lading.content.claim.RunNumber;
import dev.lading.gc.Collector;
import dev.lading.gc.Report;
import dev.lading.gc.ReportJson;
import dev.lading.server.control.ControlCommand;
import dev.lading.server.control.ControlRefusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a collector can be asked, in the JSON of the control socket. */
public final class GcRequests {
  private static final int REPORTS = 10;
  private final GcService service;

  public GcRequests(GcService service) {
    this.service = service;
  }

  /** The names of the questions, and who answers. */
  public Map<String, ControlCommand> commands() {
    return Map.of(
        "gc.run", this::run,
        "gc.status", (arguments, _) -> status(arguments),
        "gc.explain", (arguments, _) -> explain(arguments),
        "gc.undo", (arguments, _) -> undo(arguments),
        "gc.du", (_, _) -> GcJson.uses(service.collector().diskUse()));
  }

  /** {@code now}, {@code dryRun} -> a report. */
  private JsonNode run(JsonNode arguments, Consumer<JsonNode> progress) {
    Collector.Options options =
        new Collector.Options(flag(arguments, "dryRun"), flag(arguments, "now"), Optional.empty());
    if (!options.dryRun()) {
      requireWritable();
    }
    return switch (service.run(options, stage -> progress.accept(GcJson.stage(stage)))) {
      case Collector.Result.Done(var report) -> ReportJson.json(report);
      case Collector.Result.Busy _ ->
          throw new ControlRefusal(
              "another run goes on already, here or elsewhere. lading gc status tells of it; try"
                  + " again when it has ended.");
      case Collector.Result.OtherTerms other ->
          throw new ControlRefusal(GcTermsText.refusal(other));
    };
  }

  /** {@code run} -> its report; without it what goes on, and the last reports in short. */
  private JsonNode status(JsonNode arguments) {
    Optional<RunNumber> asked = runNumber(arguments);
    if (asked.isPresent()) {
      return ReportJson.json(report(asked.get()));
    }
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    service.activity().ifPresent(run -> status.set("running", GcJson.activity(run)));
    service.settings().schedule().ifPresent(all -> status.put("schedule", all.toString()));
    service.next().ifPresent(next -> status.put("next", next.toString()));
    service.takesNoteUntil().ifPresent(until -> status.put("takesNoteUntil", until.toString()));
    service.failure().ifPresent(failure -> status.set("failure", GcJson.failure(failure)));
    service
        .collector()
        .otherTerms()
        .ifPresent(theirs -> status.put("otherTerms", GcTermsText.of(theirs)));
    status.put("terms", GcTermsText.of(service.settings().terms()));
    status.put("grace", service.settings().terms().grace().toString());
    List<Report> last = service.collector().reports().list().limit(REPORTS).toList();
    last.stream().findFirst().ifPresent(report -> GcJson.notUnderstood(report, status));
    ArrayNode reports = status.putArray("reports");
    last.stream().map(GcJson::summary).forEach(reports::add);
    return status;
  }

  /** {@code digest} -> why it is there, or when it goes. */
  private JsonNode explain(JsonNode arguments) {
    Digest digest = Digest.parse(arguments.path("digest").asText());
    return GcJson.explanation(service.collector().explain(digest));
  }

  /** {@code run}, or the last that removed anything -> what is there again. */
  private JsonNode undo(JsonNode arguments) {
    requireWritable();
    RunNumber run = runNumber(arguments).orElseGet(this::lastThatRemoved);
    return service
        .collector()
        .undo(run)
        .map(GcJson::undone)
        .orElseThrow(() -> new ControlRefusal("a run goes on. Try again when it has ended."));
  }

  private RunNumber lastThatRemoved() {
    return service
        .collector()
        .lastUndoable()
        .orElseThrow(
            () ->
                new ControlRefusal(
                    "no run has removed anything that is still in the trash (gc.trash.keep)"));
  }

  private Report report(RunNumber run) {
    return service
        .collector()
        .reports()
        .find(run)
        .orElseThrow(
            () ->
                new ControlRefusal(
                    "there is no report of run "
                        + run.value()
                        + ". lading gc status lists the last ones; a run that was killed leaves"
                        + " none."));
  }

  /** Whoever misspells what only looks must not find that it was done. */
  private static boolean flag(JsonNode arguments, String name) {
    JsonNode flag = arguments.path(name);
    if (!flag.isMissingNode() && !flag.isBoolean()) {
      throw new ControlRefusal(name + " is true or false, not " + flag);
    }
    return flag.asBoolean();
  }

  private static Optional<RunNumber> runNumber(JsonNode arguments) {
    JsonNode run = arguments.path("run");
    if (run.isMissingNode()) {
      return Optional.empty();
    }
    if (!run.isIntegralNumber() || !run.canConvertToLong() || !RunNumber.isOne(run.asLong())) {
      throw new ControlRefusal("no run has the number " + run);
    }
    return Optional.of(new RunNumber(run.asLong()));
  }

  private void requireWritable() {
    if (service.surroundings().readOnly()) {
      throw new ControlRefusal(
          "the registry is read-only (storage.maintenance.readonly), so nothing is removed or"
              + " brought back. A dry run tells what would be.");
    }
  }
}
