package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Request.get;

import dev.lading.conformance.support.RawConnection;
import dev.lading.conformance.support.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Connections that say nothing, with the idle limit lowered to 3 seconds and room for 64. */
final class IdleRows {
  static final Map<String, Object> SETTINGS = Map.of("limits.idle", "3s", "limits.connections", 64);

  private IdleRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "idle-silent",
            "a connection on which nothing comes is closed",
            repo -> closed(repo, "")),
        row(
            "idle-half-head",
            "so is one on which half a head came",
            repo -> closed(repo, "GET /v2/ HTTP/1.1\r\nHost:")),
        row(
            "idle-after-answer",
            "so is one that was answered and says no more",
            repo -> {
              try (var connection = repo.connect()) {
                connection
                    .head("GET /v2/ HTTP/1.1")
                    .answer("GET", "/v2/")
                    .is(200)
                    .require(connection.ends(), "an end");
              }
            }),
        row(
            "idle-crowd",
            "more idle connections than there is room for keep nobody out",
            IdleRows::crowd));
  }

  private static void closed(Repository repo, String sent) throws IOException {
    try (var connection = repo.connect()) {
      connection.write(sent);
      if (!connection.ends()) {
        throw new AssertionError("still connected after: " + sent);
      }
    }
  }

  private static void crowd(Repository repo) throws IOException {
    var crowd = new ArrayList<RawConnection>();
    try {
      for (int i = 0; i < 200; i++) {
        crowd.add(repo.connect());
      }
      for (int i = 0; i < 10; i++) {
        repo.send(get("/v2/")).is(200);
      }
      for (RawConnection connection : crowd) {
        if (!connection.ends()) {
          throw new AssertionError("an idle connection is still open");
        }
      }
    } finally {
      for (RawConnection connection : crowd) {
        connection.close();
      }
    }
  }
}
