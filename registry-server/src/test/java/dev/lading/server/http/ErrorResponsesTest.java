package dev.lading.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.RequestException;
import dev.lading.server.exchange.RequestException.HeadRefused.Flaw;
import dev.lading.server.exchange.RequestException.SwitchedOff.Switch;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.Response.Header;
import dev.lading.server.exchange.Scope;
import dev.lading.storage.Key;
import dev.lading.storage.ObjectTooLarge;
import dev.lading.storage.RootInUse;
import dev.lading.storage.StagedObjectGone;
import dev.lading.storage.StagingConflict;
import dev.lading.storage.StorageException;
import dev.lading.storage.StorageFull;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.TooManyParts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorResponsesTest {
  /** One line of the table; {@code header} empty for none. */
  record Row(RuntimeException failure, int status, String code, String reason, String header) {}

  private static Row row(
      RuntimeException failure, int status, String code, String reason, String header) {
    return new Row(failure, status, code, reason, header);
  }

  private static IOException cause() {
    return new IOException("/srv/secret/path: no space left");
  }

  static List<Row> rows() {
    return List.of(
        row(new RequestException.RouteUnknown("/x"), 404, "UNSUPPORTED", "route-unknown", ""),
        row(
            new RequestException.MethodUnsupported(List.of(Method.GET, Method.HEAD)),
            405,
            "UNSUPPORTED",
            "method-unsupported",
            "Allow: GET, HEAD"),
        row(
            new RequestException.TargetMalformed(new IllegalArgumentException()),
            400,
            "NAME_INVALID",
            "target-malformed",
            ""),
        row(
            new RequestException.HeadRefused(Flaw.LINE_TOO_LONG, cause()),
            414,
            "UNSUPPORTED",
            "request-line-too-long",
            ""),
        row(
            new RequestException.HeadRefused(Flaw.HEADERS_TOO_LARGE, cause()),
            431,
            "UNSUPPORTED",
            "headers-too-large",
            ""),
        row(
            new RequestException.HeadRefused(Flaw.MALFORMED, cause()),
            400,
            "UNSUPPORTED",
            "request-malformed",
            ""),
        row(
            new RequestException.SwitchedOff(Switch.READ_ONLY),
            405,
            "UNSUPPORTED",
            "read-only",
            ""),
        row(
            new RequestException.SwitchedOff(Switch.DELETES_DISABLED),
            405,
            "UNSUPPORTED",
            "deletes-disabled",
            ""),
        row(new RequestException.BodyTooLarge(10), 413, "SIZE_INVALID", "body-too-large", ""),
        row(
            new RequestException.ManifestTooLarge(10),
            413,
            "MANIFEST_INVALID",
            "manifest-too-large",
            ""),
        row(new RequestException.BodyTruncated(cause()), 400, "SIZE_INVALID", "body-truncated", ""),
        row(
            new RequestException.BodyTooSlow(1024, Duration.ofSeconds(30)),
            408,
            "SIZE_INVALID",
            "body-too-slow",
            ""),
        row(
            new RequestException.BuffersExhausted(),
            429,
            "TOOMANYREQUESTS",
            "buffers-exhausted",
            "Retry-After: 5"),
        row(
            new RequestException.TooManyUploads(3),
            429,
            "TOOMANYREQUESTS",
            "too-many-uploads",
            "Retry-After: 5"),
        row(
            new RequestException.PaginationMalformed("-1"),
            400,
            "PAGINATION_NUMBER_INVALID",
            "pagination-malformed",
            ""),
        row(
            new RequestException.ContentRangeMalformed("x"),
            416,
            "RANGE_INVALID",
            "range-malformed",
            ""),
        row(new RequestException.LengthMismatch(3, 4), 400, "SIZE_INVALID", "length-mismatch", ""),
        row(
            new RequestException.RangeUnsatisfiable(77),
            416,
            "RANGE_INVALID",
            "range-unsatisfiable",
            "Content-Range: bytes */77"),
        row(new RequestException.DigestMissing(), 400, "DIGEST_INVALID", "digest-missing", ""),
        row(new RequestException.TooManyTags(10), 414, "TAG_INVALID", "too-many-tags", ""),
        row(new RequestException.TagsNeedDigest(), 400, "TAG_INVALID", "tags-need-digest", ""),
        row(
            new RequestException.Unauthorized(
                RequestException.Unauthorized.Fault.LOGIN_NEEDED, "Basic realm=\"r\"", "log in"),
            401,
            "UNAUTHORIZED",
            "login-needed",
            "WWW-Authenticate: Basic realm=\"r\""),
        row(
            new RequestException.Unauthorized(
                RequestException.Unauthorized.Fault.TOKEN_TOO_NARROW, "Bearer x", "not for this"),
            401,
            "UNAUTHORIZED",
            "token-too-narrow",
            "WWW-Authenticate: Bearer x"),
        row(
            new RequestException.Denied(Scope.repository("team/a", Scope.Action.PUSH)),
            403,
            "DENIED",
            "policy",
            ""),
        row(
            new RequestException.KeysUnavailable("https://issuer.example.com"),
            503,
            "UNAVAILABLE",
            "issuer-unavailable",
            "Retry-After: 5"),
        row(
            new RequestException.LoginsBusy(Duration.ofMillis(1200)),
            429,
            "TOOMANYREQUESTS",
            "logins-busy",
            "Retry-After: 2"),
        row(new StorageFull("full", cause()), 507, "UNAVAILABLE", "storage-full", "Retry-After: 5"),
        row(
            new StorageUnavailable("gone", cause()),
            503,
            "UNAVAILABLE",
            "storage-unavailable",
            "Retry-After: 5"),
        row(
            new ObjectTooLarge(Key.of("a/b"), 10, 5),
            500,
            "UNKNOWN",
            "stored-object-too-large",
            ""),
        row(new StagingConflict(3, 100), 416, "RANGE_INVALID", "chunk-out-of-order", "Range: 0-99"),
        row(new TooManyParts(50), 413, "SIZE_INVALID", "body-too-large", ""),
        row(new StagedObjectGone(Key.of("a/b")), 404, "BLOB_UPLOAD_UNKNOWN", "upload-unknown", ""),
        row(new RootInUse(Path.of("/r"), "4711"), 503, "UNAVAILABLE", "storage-in-use", ""),
        row(new IllegalStateException("a secret"), 500, "UNKNOWN", "internal-error", ""));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void failure_hasItsAnswer(Row row) throws Exception {
    Response response = ErrorResponses.of(row.failure, "r-1");
    assertThat(response.status()).isEqualTo(row.status);
    assertThat(response.headers()).contains(new Header("Content-Type", "application/json"));
    if (!row.header.isEmpty()) {
      String[] pair = row.header.split(": ", 2);
      assertThat(response.headers()).contains(new Header(pair[0], pair[1]));
    }
    byte[] bytes = ((Response.Bytes) response.body()).bytes();
    JsonNode error = new ObjectMapper().readTree(bytes).get("errors").get(0);
    assertThat(error.get("code").asText()).isEqualTo(row.code);
    assertThat(error.get("message").asText()).isNotEmpty();
    assertThat(error.get("detail").get("reason").asText()).isEqualTo(row.reason);
    assertThat(bytes).asString().endsWith("\n").doesNotContain("secret");
    if (row.status >= 500) {
      assertThat(error.get("detail").get("requestId").asText()).isEqualTo("r-1");
    }
  }

  @Test
  void rows_areThereForEveryType() {
    List<Class<?>> tested =
        rows().stream().<Class<?>>map(row -> row.failure.getClass()).distinct().toList();
    assertThat(tested)
        .containsAll(
            Stream.of(RequestException.class, StorageException.class)
                .flatMap(root -> Arrays.stream(root.getPermittedSubclasses()))
                .collect(Collectors.toList()));
  }
}
