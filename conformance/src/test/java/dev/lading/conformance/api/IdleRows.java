package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Request.get;

import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RawConnection;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.RegistryProcess;
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

  /** As few as a shell gives by mistake. */
  static Registry withFewDescriptors(LadingServer lading) {
    return lading.wrappedBy("sh", "-c", "ulimit -n 256 && exec \"$0\" \"$@\"").start();
  }

  static List<Row> fewDescriptors() {
    return List.of(
        row(
            "idle-descriptors-named",
            "a low limit of descriptors is named at start",
            repo -> {
              String log = ((RegistryProcess) repo.registry()).log();
              if (!log.contains("256")) {
                throw new AssertionError("expected the limit of 256 in: " + log);
              }
            }),
        row(
            "idle-descriptors-taken",
            "more connections than descriptors keep nobody out",
            repo -> {
              Content blob = repo.unique("blob");
              repo.push(blob);
              var crowd = new ArrayList<RawConnection>();
              try {
                for (int i = 0; i < 400; i++) {
                  crowd.add(repo.connect());
                }
                for (int i = 0; i < 10; i++) {
                  repo.send(get(repo.blob(blob.sha256()))).is(200).holds(blob);
                  repo.push(repo.unique("blob " + i));
                }
              } finally {
                for (RawConnection connection : crowd) {
                  connection.close();
                }
              }
            }));
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
