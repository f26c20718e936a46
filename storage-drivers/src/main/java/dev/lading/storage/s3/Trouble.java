package dev.lading.storage.s3;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** What a failed request means, told by the status and the error code of its answer. */
enum Trouble {
  /** The object, or the multipart upload, is not there. */
  ABSENT,
  /** The condition of the request is not met: something is there, or has no such range. */
  UNMET,
  /** Nobody knows, or not now: worth another try. */
  AGAIN,
  /** No room, or no quota. */
  FULL,
  /** This thread was interrupted. */
  INTERRUPTED,
  /** The store will not do it: a missing right, a missing bucket, something it does not know. */
  REFUSED;

  private static final Set<String> FULL_CODES =
      Set.of("QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity", "StorageLimitExceeded");
  private static final Set<String> AGAIN_CODES =
      Set.of(
          "SlowDown",
          "RequestTimeout",
          "InternalError",
          "ServiceUnavailable",
          "OperationAborted",
          "ConditionalRequestConflict",
          "RequestTimeTooSkewed");

  static Trouble of(SdkException e) {
    return switch (e) {
      case AbortedException _ -> INTERRUPTED;
      case SdkServiceException answer -> answered(answer);
      default -> e.retryable() || isLost(e) ? AGAIN : REFUSED;
    };
  }

  private static Trouble answered(SdkServiceException answer) {
    String code = code(answer);
    if (FULL_CODES.contains(code) || answer.statusCode() == 507) {
      return FULL;
    }
    if (AGAIN_CODES.contains(code)) {
      return AGAIN;
    }
    return switch (answer.statusCode()) {
      case 404 -> code.equals("NoSuchBucket") ? REFUSED : ABSENT;
      case 412, 416 -> UNMET;
      case 408, 409, 429, 500, 502, 503, 504 -> AGAIN;
      default -> REFUSED;
    };
  }

  /** The answer to a HEAD has no body, and so no code. */
  private static String code(SdkServiceException answer) {
    if (answer instanceof AwsServiceException aws) {
      AwsErrorDetails details = aws.awsErrorDetails();
      if (details != null && details.errorCode() != null) {
        return details.errorCode();
      }
    }
    return "";
  }

  /**
   * The connection failed, or ended in the middle, or was silent for too long. When it ends in the
   * middle of an answer, that is first noticed by whoever parses it.
   */
  private static boolean isLost(SdkException e) {
    return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
        .anyMatch(cause -> cause instanceof IOException || cause instanceof XMLStreamException);
  }
}
