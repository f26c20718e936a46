package dev.lading.gc;

import static dev.lading.gc.World.OTHER;
import static dev.lading.gc.World.REPO;
import static dev.lading.gc.World.sha256;
import static dev.lading.gc.World.sha512;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Tag;
import dev.lading.content.claim.RunNumber;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportJsonTest {
  private static final Instant BEGAN = Instant.parse("2026-11-20T03:00:00.123Z");
  private static final Report REPORT =
      new Report(
          new RunNumber(7),
          BEGAN,
          BEGAN.plusSeconds(60),
          true,
          new Report.Marked(2, 3, 4),
          List.of(new Report.GoneTag(REPO, new Tag("v1"), sha256("m"), "not signed")),
          List.of(
              new Report.Removed(sha256("a"), 1L << 40, Report.What.MANIFEST, List.of(REPO, OTHER)),
              new Report.Removed(sha512("b"), 0, Report.What.LINKS, List.of())),
          5,
          List.of(new Report.Waiting(sha256("w"), 6, BEGAN, BEGAN.plusSeconds(1))),
          1L << 40,
          new Report.Uploads(7, 1L << 33, 9),
          8,
          List.of(new Problem(Problem.Kind.BLOB_MISSING, "a/b", "gone \"for good\"")));

  @Test
  void report_isReadAsItWasWritten() throws IOException {
    assertThat(ReportJson.read(ReportJson.write(REPORT))).isEqualTo(REPORT);
  }

  @Test
  void report_saysInJsonWhatWentAndWhen() {
    assertThat(new String(ReportJson.write(REPORT), UTF_8))
        .contains(
            "\"run\":7",
            "\"began\":\"2026-11-20T03:00:00.123Z\"",
            "\"dryRun\":true",
            "\"marked\":{\"repositories\":2,\"manifests\":3,\"blobs\":4}",
            "{\"digest\":\"%s\",\"bytes\":1099511627776,\"kind\":\"manifest\",\"repositories\":[\"a/b\",\"c\"]}"
                .formatted(sha256("a")),
            "\"kind\":\"blob_missing\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"run\":0}", "{\"run\":1,\"marked\":{}}"})
  void anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> ReportJson.read(text.getBytes(UTF_8))).isInstanceOf(IOException.class);
  }
}
