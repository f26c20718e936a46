package dev.lading.server.trust;

import dev.lading.server.exchange.Query;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.TrustError;
import dev.lading.trust.Gun;
import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.canonical.Json;
import dev.lading.trust.store.Change;
import dev.lading.trust.store.NamedFile;
import dev.lading.trust.store.TrustStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened to one GUN, oldest first, as far back as it is kept. */
final class ChangefeedHandler {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;
  private static final long NEWEST = -1;

  private final Guns guns;
  private final TrustStore store;

  ChangefeedHandler(Guns guns, TrustStore store) {
    this.guns = guns;
    this.store = store;
  }

  /**
   * {@code records} says how many changes after {@code change_id} are wanted, if it is negative how
   * many before it; 0 means 100. Without a {@code change_id} the feed begins with the oldest
   * change, -1 stands for the end behind the newest.
   */
  Response list(Request request) {
    Gun gun = guns.get(request);
    int records = records(request.query());
    long id = changeId(request.query());
    int limit = records == 0 ? USUAL : (int) Math.min(MOST, Math.abs((long) records));
    long place = id == NEWEST ? Long.MAX_VALUE : id;
    List<Change> changes =
        records < 0
            ? store.changesBefore(gun, place, limit)
            : store.changesAfter(gun, place, limit);
    return Response.json(200, CanonicalJson.encode(feed(changes)))
        .with("Cache-Control", "no-store");
  }

  private static int records(Query query) {
    String text = query.first("records").orElse("");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw Refusals.of(TrustError.INVALID_PARAMETERS, "records is not a number");
    }
  }

  private static long changeId(Query query) {
    String text = query.first("change_id").filter(id -> !id.isEmpty()).orElse("0");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw Refusals.of(TrustError.INVALID_PARAMETERS, "change_id is not a number");
    }
  }

  private static Json feed(List<Change> changes) {
    return new Json.Obj(
        Map.of(
            "count",
            new Json.Num(changes.size()),
            "records",
            new Json.Arr(changes.stream().map(ChangefeedHandler::told).toList())));
  }

  private static Json told(Change change) {
    Optional<NamedFile> timestamp = change.timestamp();
    return new Json.Obj(
        Map.of(
            "ID", new Json.Str(Long.toString(change.number())),
            "CreatedAt", new Json.Str(created(change.created())),
            "GUN", new Json.Str(change.gun().toString()),
            "Version", new Json.Num(timestamp.map(file -> file.version().number()).orElse(0)),
            "SHA256", new Json.Str(timestamp.map(file -> file.digest().hex()).orElse("")),
            "Category", new Json.Str(change.isDeletion() ? "deletion" : "update")));
  }

  /** RFC 3339. */
  private static String created(Instant instant) {
    return instant.toString();
  }
}
