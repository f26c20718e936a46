package dev.lading.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.content.Algorithm;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryPattern;
import dev.lading.content.Tag;
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
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.TrustException.RootFault;
import dev.lading.trust.policy.TrustRule;
import dev.lading.trust.policy.Verdict;
import dev.lading.trust.verify.RootPins;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorResponsesTest {
  private static final Tag TAG = Tag.parse("v1");
  private static final Digest SIGNED = Digest.of(Algorithm.SHA256, new byte[] {1});
  private static final Digest SERVED = Digest.of(Algorithm.SHA256, new byte[] {2});
  private static final TrustRule RULE =
      new TrustRule(
          RepositoryPattern.parse("prod/**"),
          TrustRule.Mode.ENFORCE,
          RootPins.NONE,
          TrustRule.USUAL_ROLES,
          List.of());

  /** One line of the table; {@code header} empty for none. */
  record Row(RuntimeException failure, int status, String code, String reason, String header) {}

  private static Row row(
      RuntimeException failure, int status, String code, String reason, String header) {
    return new Row(failure, status, code, reason, header);
  }

  private static Row refused(Verdict.Refusal refusal, String reason, String warning) {
    return row(
        new RequestException.PullRefused(refusal, Optional.empty()),
        403,
        "DENIED",
        reason,
        "Warning: 299 - \"" + warning + "\"");
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
        refused(
            new Verdict.Unsigned(RULE, Optional.of(TAG), SERVED),
            "not-signed",
            "image is not signed: no signature for tag v1 (" + SERVED + ")"),
        refused(
            new Verdict.Unsigned(RULE, Optional.empty(), SERVED),
            "not-signed",
            "image is not signed: no tag is signed for " + SERVED + " or an index that has it"),
        refused(
            new Verdict.BlobUnsigned(RULE, SERVED),
            "not-signed",
            "image is not signed: no signed manifest refers to blob " + SERVED),
        refused(
            new Verdict.DigestDiffers(RULE, TAG, SIGNED, SERVED),
            "digest-differs",
            "image is not signed: tag v1 was signed for " + SIGNED + ", but is " + SERVED + " now"),
        refused(
            new Verdict.RoleNotAllowed(RULE, TAG, new Delegation("targets/qa"), SERVED),
            "role-not-allowed",
            "image is not signed: tag v1 is signed by targets/qa only, which does not count here"),
        refused(
            new Verdict.SignersMissing(RULE, TAG, List.of(new Delegation("targets/qa")), SERVED),
            "signers-missing",
            "image is not signed by all who must: tag v1 lacks targets/qa"),
        refused(
            new Verdict.Expired(RULE, Role.TARGETS, Instant.EPOCH, SERVED),
            "trust-data-expired",
            "trust data expired on 1970-01-01T00:00:00Z (targets): image "
                + SERVED
                + " cannot be verified"),
        refused(
            new Verdict.RootUntrusted(RULE, RootFault.NOT_PINNED, SERVED),
            "root-untrusted",
            "trust data has an untrusted root: image " + SERVED + " cannot be verified"),
        refused(
            new Verdict.Unverifiable(RULE, "\"\u00e9\\", SERVED),
            "trust-data-unverifiable",
            "trust data cannot be verified (???): neither can image " + SERVED),
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

  /** By these, whoever may sign learns what to sign without being served it. */
  @Test
  void refusedManifest_isNamedInTheDetail() throws Exception {
    String type = "application/vnd.oci.image.manifest.v1+json";
    Response response =
        ErrorResponses.of(
            new RequestException.PullRefused(
                new Verdict.DigestDiffers(RULE, TAG, SIGNED, SERVED),
                Optional.of(Descriptor.of(type, SERVED, 42))),
            "r-1");
    assertThat(response.headers()).contains(new Header("Docker-Content-Digest", SERVED.toString()));
    byte[] bytes = ((Response.Bytes) response.body()).bytes();
    JsonNode detail = new ObjectMapper().readTree(bytes).get("errors").get(0).get("detail");
    assertThat(detail)
        .isEqualTo(
            new ObjectMapper()
                .createObjectNode()
                .put("reason", "digest-differs")
                .put("rule", "prod/**")
                .put("digest", SERVED.toString())
                .put("size", 42)
                .put("mediaType", type)
                .put("signedDigest", SIGNED.toString()));
  }

  @Test
  void rows_areThereForEveryVerdict() {
    assertThat(
            rows().stream()
                .map(Row::failure)
                .filter(RequestException.PullRefused.class::isInstance)
                .map(failure -> ((RequestException.PullRefused) failure).refusal().getClass())
                .distinct()
                .toList())
        .hasSize(Verdict.Refusal.class.getPermittedSubclasses().length);
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
