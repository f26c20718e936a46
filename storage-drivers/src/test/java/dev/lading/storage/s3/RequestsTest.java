package dev.lading.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.storage.StorageException;
import dev.lading.storage.StorageFull;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class RequestsTest {
  private final List<Duration> pauses = new ArrayList<>();
  private long now;
  private final Requests requests =
      new Requests(new Backoff(new Random(5), pauses::add, () -> now));

  @ParameterizedTest
  @CsvSource({
    "503, SlowDown",
    "500, InternalError",
    "400, RequestTimeout",
    "409, ConditionalRequestConflict",
    "429, ''",
    "502, ''",
    "504, ''"
  })
  void send_whenTheStoreIsBusy_asksAgain(int status, String code) {
    Outcome<String> outcome = send(answer(status, code), answer(status, code));
    assertThat(outcome).isEqualTo(new Outcome.Done<>("done"));
    assertThat(pauses).hasSize(2);
  }

  @Test
  void send_whenTheConnectionIsLost_asksAgain() {
    SdkException lost =
        SdkClientException.builder().message("lost").cause(new IOException("reset")).build();
    assertThat(send(lost)).isEqualTo(new Outcome.Done<>("done"));
  }

  @Test
  void send_waitsUpToABoundThatDoubles() {
    SdkException busy = answer(503, "SlowDown");
    send(busy, busy, busy, busy, busy, busy, busy);
    for (int i = 0; i < pauses.size(); i++) {
      assertThat(pauses.get(i))
          .isBetween(Duration.ZERO, Duration.ofMillis(Math.min(5_000, 100L << i)));
    }
    assertThat(pauses).doesNotHaveDuplicates();
  }

  @Test
  void send_givesUpAfterEightAttempts() {
    SdkException busy = answer(503, "SlowDown");
    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> send(busy, busy, busy, busy, busy, busy, busy, busy))
        .withCause(busy);
    assertThat(pauses).hasSize(7);
  }

  @Test
  void send_toAStoreThatIsSilent_givesUpAfterHalfAMinute() {
    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> requests.send("testing", () -> silence(Duration.ofSeconds(10))));
    assertThat(pauses).hasSize(2);
  }

  @Test
  void sendCopy_toAStoreThatIsSilent_givesUpAfterTwoMinutes() {
    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> requests.sendCopy("testing", () -> silence(Duration.ofSeconds(50))));
    assertThat(pauses).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"403, AccessDenied", "404, NoSuchBucket", "501, NotImplemented", "400, BadDigest"})
  void send_whenTheStoreRefuses_doesNotAskAgain(int status, String code) {
    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> send(answer(status, code)));
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"403, QuotaExceeded", "507, ''", "507, XMinioStorageFull"})
  void send_whenTheStoreIsFull_saysSo(int status, String code) {
    assertThatExceptionOfType(StorageFull.class).isThrownBy(() -> send(answer(status, code)));
  }

  @Test
  void send_aboutNothing_isAbsent() {
    assertThat(send(answer(404, "NoSuchKey")).found()).isEmpty();
    assertThat(send(answer(404, "")).found()).isEmpty();
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> send(answer(404, "NoSuchUpload")).value());
  }

  @Test
  void send_withAnUnmetCondition_tellsWhetherAnEarlierAttemptMayHaveMetIt() {
    SdkException unmet = answer(412, "PreconditionFailed");
    assertThat(send(unmet)).isEqualTo(new Outcome.Unmet<>("testing", unmet, false));
    assertThat(send(answer(500, "InternalError"), unmet))
        .isEqualTo(new Outcome.Unmet<>("testing", unmet, true));
  }

  @Test
  void send_onAnInterruptedThread_leavesItInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(this::send);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  /** Answers with each failure in turn, then with success. */
  private Outcome<String> send(SdkException... failures) {
    Deque<SdkException> left = new ArrayDeque<>(List.of(failures));
    return requests.send(
        "testing",
        () -> {
          if (!left.isEmpty()) {
            throw left.pop();
          }
          return "done";
        });
  }

  private String silence(Duration duration) {
    now += duration.toNanos();
    throw SdkClientException.builder().message("silent").cause(new IOException("timeout")).build();
  }

  private static SdkException answer(int status, String code) {
    return S3Exception.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
        .build();
  }
}
