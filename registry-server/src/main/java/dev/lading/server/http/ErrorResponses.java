package dev.lading.server.http;

import dev.lading.content.ContentException;
import dev.lading.server.exchange.Dialect;
import dev.lading.server.exchange.ErrorCode;
import dev.lading.server.exchange.RequestException;
import dev.lading.server.exchange.Response;
import dev.lading.server.exchange.TrustRefusal;
import dev.lading.storage.ObjectTooLarge;
import dev.lading.storage.RootInUse;
import dev.lading.storage.StagedObjectGone;
import dev.lading.storage.StagingConflict;
import dev.lading.storage.StorageException;
import dev.lading.storage.StorageFull;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.TooManyParts;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The one mapping from exceptions to answers. {@code detail.reason} names the row for programs;
 * {@code message} is for people. What is our fault says nothing of our insides: the log does, under
 * the request id.
 */
final class ErrorResponses {
  private static final String RETRY_SECONDS = "5";

  private ErrorResponses() {}

  static Response of(Throwable failure, String requestId, Dialect dialect) {
    return switch (dialect) {
      case OCI -> of(failure, requestId);
      case NOTARY -> NotaryErrors.of(failure).orElseGet(() -> of(failure, requestId));
    };
  }

  static Response of(Throwable failure, String requestId) {
    return switch (failure) {
      case TrustRefusal e -> NotaryErrors.of(e);
      case RequestException.KeysUnavailable e -> of(e).detail("requestId", requestId).response();
      case RequestException e -> of(e).response();
      case ContentException e -> ErrorAnswer.responseOf(ContentErrors.of(e));
      case StorageException e -> of(e).detail("requestId", requestId).response();
      default ->
          new ErrorAnswer(ErrorCode.UNKNOWN, "internal-error")
              .detail("requestId", requestId)
              .response();
    };
  }

  /** Whether somebody has to look into it, beyond what the client is told. */
  static boolean isOurFault(Throwable failure) {
    return switch (failure) {
      case RequestException _, TrustRefusal _, ContentException _, TooManyParts _ -> false;
      default -> true;
    };
  }

  private static ErrorAnswer of(RequestException failure) {
    ErrorAnswer answer =
        switch (failure) {
          case RequestException.RouteUnknown _ ->
              new ErrorAnswer(ErrorCode.UNSUPPORTED, "route-unknown").status(404);
          case RequestException.MethodUnsupported e -> methodUnsupported(e);
          case RequestException.TargetMalformed _ ->
              new ErrorAnswer(ErrorCode.NAME_INVALID, "target-malformed");
          case RequestException.HeadRefused e -> headRefused(e);
          case RequestException.SwitchedOff e -> switchedOff(e);
          case RequestException.BodyTooLarge e ->
              new ErrorAnswer(ErrorCode.SIZE_INVALID, "body-too-large")
                  .status(413)
                  .detail("limit", e.limitBytes());
          case RequestException.ManifestTooLarge e ->
              new ErrorAnswer(ErrorCode.MANIFEST_INVALID, "manifest-too-large")
                  .status(413)
                  .detail("limit", e.limitBytes());
          case RequestException.BodyTruncated _ ->
              new ErrorAnswer(ErrorCode.SIZE_INVALID, "body-truncated");
          case RequestException.BodyTooSlow _ ->
              new ErrorAnswer(ErrorCode.SIZE_INVALID, "body-too-slow").status(408);
          case RequestException.BuffersExhausted _ ->
              new ErrorAnswer(ErrorCode.TOOMANYREQUESTS, "buffers-exhausted")
                  .header("Retry-After", RETRY_SECONDS);
          case RequestException.TooManyUploads e ->
              new ErrorAnswer(ErrorCode.TOOMANYREQUESTS, "too-many-uploads")
                  .header("Retry-After", RETRY_SECONDS)
                  .detail("limit", e.limit());
          case RequestException.PaginationMalformed _ ->
              new ErrorAnswer(ErrorCode.PAGINATION_NUMBER_INVALID, "pagination-malformed");
          case RequestException.ContentRangeMalformed _ ->
              new ErrorAnswer(ErrorCode.RANGE_INVALID, "range-malformed");
          case RequestException.LengthMismatch e ->
              new ErrorAnswer(ErrorCode.SIZE_INVALID, "length-mismatch")
                  .detail("expected", e.expected())
                  .detail("actual", e.actual());
          case RequestException.RangeUnsatisfiable e ->
              new ErrorAnswer(ErrorCode.RANGE_INVALID, "range-unsatisfiable")
                  .header("Content-Range", "bytes */" + e.size())
                  .detail("size", e.size());
          case RequestException.DigestMissing _ ->
              new ErrorAnswer(ErrorCode.DIGEST_INVALID, "digest-missing");
          case RequestException.TooManyTags e ->
              new ErrorAnswer(ErrorCode.TAG_INVALID, "too-many-tags")
                  .status(414)
                  .detail("limit", e.limit());
          case RequestException.TagsNeedDigest _ ->
              new ErrorAnswer(ErrorCode.TAG_INVALID, "tags-need-digest");
          case RequestException.Unauthorized e ->
              new ErrorAnswer(ErrorCode.UNAUTHORIZED, reason(e.fault()))
                  .header("WWW-Authenticate", e.challenge());
          case RequestException.Denied e ->
              new ErrorAnswer(ErrorCode.DENIED, "policy").detail("needed", e.needed());
          case RequestException.PullRefused e -> TrustErrors.of(e);
          case RequestException.KeysUnavailable e ->
              new ErrorAnswer(ErrorCode.UNAVAILABLE, "issuer-unavailable")
                  .header("Retry-After", RETRY_SECONDS)
                  .detail("issuer", e.issuer());
          case RequestException.LoginsBusy e ->
              new ErrorAnswer(ErrorCode.TOOMANYREQUESTS, "logins-busy")
                  .header("Retry-After", Long.toString(e.retryAfter().plusMillis(999).toSeconds()));
        };
    return answer.message(failure);
  }

  private static ErrorAnswer methodUnsupported(RequestException.MethodUnsupported failure) {
    return new ErrorAnswer(ErrorCode.UNSUPPORTED, "method-unsupported")
        .header(
            "Allow", failure.allowed().stream().map(Enum::name).collect(Collectors.joining(", ")));
  }

  private static ErrorAnswer headRefused(RequestException.HeadRefused failure) {
    return switch (failure.flaw()) {
      case LINE_TOO_LONG ->
          new ErrorAnswer(ErrorCode.UNSUPPORTED, "request-line-too-long").status(414);
      case HEADERS_TOO_LARGE ->
          new ErrorAnswer(ErrorCode.UNSUPPORTED, "headers-too-large").status(431);
      case MALFORMED -> new ErrorAnswer(ErrorCode.UNSUPPORTED, "request-malformed").status(400);
    };
  }

  private static String reason(RequestException.Unauthorized.Fault fault) {
    return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ErrorAnswer switchedOff(RequestException.SwitchedOff failure) {
    return new ErrorAnswer(
        ErrorCode.UNSUPPORTED, failure.by().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static ErrorAnswer of(StorageException failure) {
    return switch (failure) {
      case StorageFull _ ->
          new ErrorAnswer(ErrorCode.UNAVAILABLE, "storage-full")
              .status(507)
              .header("Retry-After", RETRY_SECONDS);
      case StorageUnavailable _ ->
          new ErrorAnswer(ErrorCode.UNAVAILABLE, "storage-unavailable")
              .header("Retry-After", RETRY_SECONDS);
      case TooManyParts e ->
          new ErrorAnswer(ErrorCode.SIZE_INVALID, "body-too-large")
              .status(413)
              .message(failure)
              .detail("limit", e.limitBytes());
      case ObjectTooLarge _ -> new ErrorAnswer(ErrorCode.UNKNOWN, "stored-object-too-large");
      case StagingConflict e ->
          new ErrorAnswer(ErrorCode.RANGE_INVALID, "chunk-out-of-order")
              .header("Range", "0-" + Math.max(0, e.size() - 1))
              .detail("offset", e.offset())
              .detail("size", e.size());
      case StagedObjectGone _ -> new ErrorAnswer(ErrorCode.BLOB_UPLOAD_UNKNOWN, "upload-unknown");
      case RootInUse _ -> new ErrorAnswer(ErrorCode.UNAVAILABLE, "storage-in-use");
    };
  }
}
