package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Repository.closing;
import static dev.lading.conformance.support.Request.get;

import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.RawConnection;
import dev.lading.conformance.support.Repository;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Bodies that hardly come, with the window of 30 seconds lowered to 3. */
final class SlowRows {
  static final Map<String, Object> SETTINGS =
      Map.of("limits.body.minrate", "1KiB", "limits.body.window", "3s");

  private static final int SLOW_CLIENTS = 500;
  private static final Duration PUSH_LIMIT = Duration.ofSeconds(10);

  private SlowRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "slow-body",
            "a body below the least rate is cut off, and nothing of it is there",
            repo -> {
              try (var connection = slowPush(repo)) {
                connection
                    .answer("POST", "upload")
                    .is(408)
                    .code("SIZE_INVALID")
                    .reason("body-too-slow");
              }
            }),
        row("slow-body-steady", "a body at twice the least rate is taken", SlowRows::steady),
        row(
            "slow-bodies",
            "five hundred slow clients are cut off, and one fast push does not notice them",
            SlowRows::fiveHundred));
  }

  private static RawConnection slowPush(Repository repo) throws IOException {
    String target = closing(repo.uploads(), repo.unique("never").sha256());
    return repo.connect()
        .head("POST " + target + " HTTP/1.1", "Content-Length: 1000000")
        .write("x");
  }

  /** Four windows long: 1 KiB every half second. */
  private static void steady(Repository repo) throws IOException {
    Content blob = Content.patterned(24 * 1024);
    String target = closing(repo.uploads(), blob.sha256());
    try (var connection = repo.connect()) {
      connection.head("POST " + target + " HTTP/1.1", "Content-Length: " + blob.size());
      Instant start = Instant.now();
      for (int kib = 0; kib < 24; kib++) {
        connection.write(blob.slice(kib * 1024, (kib + 1) * 1024).bytes());
        awaitMoment(start.plusMillis(500L * (kib + 1)));
      }
      connection.answer("POST", target).is(201);
    }
  }

  private static void fiveHundred(Repository repo) throws IOException {
    var slow = new ArrayList<RawConnection>();
    try {
      for (int i = 0; i < SLOW_CLIENTS; i++) {
        slow.add(slowPush(repo));
      }
      Instant start = Instant.now();
      Content blob = Content.patterned(8_000_000);
      repo.send(get(repo.blob(repo.push(blob))))
          .is(200)
          .require(
              Duration.between(start, Instant.now()).compareTo(PUSH_LIMIT) < 0,
              "a push in " + PUSH_LIMIT);
      for (RawConnection connection : slow) {
        if (!connection.ends()) {
          throw new AssertionError("a slow client is still connected");
        }
      }
    } finally {
      for (RawConnection connection : slow) {
        connection.close();
      }
    }
  }

  /** The pace of a client is time itself: there is nothing to poll. */
  private static void awaitMoment(Instant moment) {
    java.util.concurrent.locks.LockSupport.parkUntil(moment.toEpochMilli());
  }
}
