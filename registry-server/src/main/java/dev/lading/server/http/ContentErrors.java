package dev.lading.server.http;

import dev.lading.content.ContentException;
import dev.lading.content.ContentException.DigestFault;
import dev.lading.content.ContentException.ManifestFault;
import dev.lading.content.ContentException.NameFault;
import dev.lading.content.Descriptor;
import dev.lading.server.exchange.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** The part of the error table that is about content: one row, or several, for each failure. */
final class ContentErrors {
  private static final String RETRY_SECONDS = "1";

  private ContentErrors() {}

  /** Never empty; the first one has the status. */
  static List<ErrorAnswer> of(ContentException failure) {
    return switch (failure) {
      case ContentException.ReferencesUnknown e -> missing(e);
      case ContentException.NameInvalid e ->
          one(ErrorCode.NAME_INVALID, reason(e.fault()), failure);
      case ContentException.TagInvalid _ -> one(ErrorCode.TAG_INVALID, "tag-malformed", failure);
      case ContentException.DigestInvalid e ->
          one(ErrorCode.DIGEST_INVALID, reason(e.fault()), failure);
      case ContentException.DigestMismatch e ->
          List.of(
              new ErrorAnswer(ErrorCode.DIGEST_INVALID, "digest-mismatch")
                  .detail("expected", e.expected())
                  .detail("actual", e.actual()));
      case ContentException.RepositoryUnknown e ->
          List.of(
              new ErrorAnswer(ErrorCode.NAME_UNKNOWN, "repository-unknown")
                  .detail("name", e.name()));
      case ContentException.BlobUnknown e ->
          List.of(
              new ErrorAnswer(ErrorCode.BLOB_UNKNOWN, "blob-unknown").detail("digest", e.digest()));
      case ContentException.ManifestUnknown e ->
          List.of(
              new ErrorAnswer(ErrorCode.MANIFEST_UNKNOWN, "manifest-unknown")
                  .detail("reference", e.reference()));
      case ContentException.TagImmutable e ->
          // A conflict with what is there, not a want of rights: nobody is to ask for a password.
          // The code is the one that clients do not try again after.
          List.of(
              new ErrorAnswer(ErrorCode.DENIED, "tag-immutable")
                  .status(409)
                  .message(failure)
                  .detail("tag", e.tag())
                  .detail("digest", e.named())
                  .detail("rule", e.rule()));
      case ContentException.PreconditionFailed e -> List.of(precondition(e));
      case ContentException.UploadUnknown _ ->
          one(ErrorCode.BLOB_UPLOAD_UNKNOWN, "upload-unknown", failure);
      case ContentException.UploadBusy _ ->
          List.of(
              new ErrorAnswer(ErrorCode.BLOB_UPLOAD_INVALID, "upload-busy")
                  .status(409)
                  .message(failure)
                  .header("Retry-After", RETRY_SECONDS));
      case ContentException.ChunkOutOfOrder e ->
          List.of(
              new ErrorAnswer(ErrorCode.RANGE_INVALID, "chunk-out-of-order")
                  .message(failure)
                  .header("Range", "0-" + Math.max(0, e.size() - 1))
                  .detail("offset", e.offset())
                  .detail("size", e.size()));
      case ContentException.BlobTooLarge e ->
          List.of(
              new ErrorAnswer(ErrorCode.SIZE_INVALID, "body-too-large")
                  .status(413)
                  .message(failure)
                  .detail("limit", e.limitBytes()));
      case ContentException.ManifestInvalid e ->
          one(ErrorCode.MANIFEST_INVALID, reason(e.fault()), failure);
      case ContentException.StoreBusy _ ->
          List.of(
              new ErrorAnswer(ErrorCode.UNAVAILABLE, "store-busy")
                  .header("Retry-After", RETRY_SECONDS));
      case ContentException.StoreTooNew _ -> one(ErrorCode.UNAVAILABLE, "store-too-new", failure);
    };
  }

  private static ErrorAnswer precondition(ContentException.PreconditionFailed failure) {
    ErrorAnswer answer =
        new ErrorAnswer(ErrorCode.PRECONDITION, "precondition-failed").message(failure);
    failure.named().ifPresent(named -> answer.detail("digest", named));
    return answer;
  }

  private static List<ErrorAnswer> one(ErrorCode code, String reason, ContentException failure) {
    return List.of(new ErrorAnswer(code, reason).message(failure));
  }

  /** One error for each, as distribution has it; children of an index count as blobs there. */
  private static List<ErrorAnswer> missing(ContentException.ReferencesUnknown failure) {
    List<ErrorAnswer> answers = new ArrayList<>();
    failure.blobs().forEach(blob -> answers.add(missing("blob-unknown", blob)));
    failure.manifests().forEach(child -> answers.add(missing("manifest-unknown", child)));
    return answers;
  }

  private static ErrorAnswer missing(String reason, Descriptor descriptor) {
    return new ErrorAnswer(ErrorCode.MANIFEST_BLOB_UNKNOWN, reason)
        .detail("digest", descriptor.digest());
  }

  private static String reason(NameFault fault) {
    return switch (fault) {
      case MALFORMED -> "name-malformed";
      case TOO_LONG -> "name-too-long";
    };
  }

  private static String reason(DigestFault fault) {
    return switch (fault) {
      case MALFORMED -> "digest-malformed";
      case UNSUPPORTED -> "digest-algorithm-unsupported";
    };
  }

  private static String reason(ManifestFault fault) {
    return switch (fault) {
      case NOT_JSON -> "manifest-not-json";
      case TOO_DEEP -> "manifest-too-deep";
      case DUPLICATE_KEY -> "manifest-duplicate-key";
      case MEDIA_TYPE_MISMATCH -> "manifest-media-type-mismatch";
      case MEDIA_TYPE_UNSUPPORTED -> "manifest-media-type-unsupported";
      case FIELD_INVALID -> "manifest-field-invalid";
      case SIZE_MISMATCH -> "size-mismatch";
    };
  }
}
