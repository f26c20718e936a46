package dev.lading.storage.s3;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * What is wrong with the settings, or on the way to the store, so that no request can succeed; told
 * by the type of the failure and the error code of the answer. A right that is missing is none: it
 * stands in the way of some requests only.
 */
enum Mistake {
  ACCESS_KEY(
      Ability.LIST,
      "the store does not know the access key",
      "check accesskey, or what the environment gives in its place"),
  SECRET_KEY(
      Ability.LIST,
      "the store finds the signature wrong",
      "check secretkey, and that it belongs to accesskey"),
  SESSION_TOKEN(
      Ability.LIST,
      "the store does not take the session token, or not any more",
      "renew sessiontoken, or what the environment gives in its place"),
  REGION(Ability.LIST, "the bucket is in another region", "check region"),
  BUCKET(
      Ability.LIST,
      "the store has no such bucket",
      "create the bucket, or check bucket and, where that names the bucket too, regionendpoint"),
  CLOCK(
      Ability.LIST,
      "the store's clock and this machine's are too far apart",
      "synchronise this machine's clock, or the store's"),
  NO_S3(
      Ability.REACH,
      "something answers there, but not in the words of S3",
      "check host, port and scheme of regionendpoint, and what proxy stands before the store"),
  HOST(Ability.REACH, "no host of that name is known", "check the host of regionendpoint"),
  NOBODY(
      Ability.REACH,
      "nothing listens there",
      "start the store, or check host and port of regionendpoint"),
  SILENCE(
      Ability.REACH,
      "no answer came in time",
      "check host and port of regionendpoint, and that no firewall is between"),
  CERTIFICATE(
      Ability.REACH,
      "the store's certificate is not trusted here",
      "let this machine's JDK trust who signed it, or check the host of regionendpoint"),
  TLS(
      Ability.REACH,
      "what listens there does not speak TLS as it is spoken here",
      "write http:// in regionendpoint, or secure: false, if the store has no TLS"),
  UNSIGNED(
      Ability.REACH,
      "nothing can be asked of the store",
      "set accesskey and secretkey, or give the environment credentials; check region"),
  CONNECTION(
      Ability.REACH,
      "the connection breaks off",
      "check scheme, host and port of regionendpoint, and what proxy stands before the store");

  private static final Map<String, Mistake> BY_CODE =
      Map.ofEntries(
          Map.entry("InvalidAccessKeyId", ACCESS_KEY),
          Map.entry("SignatureDoesNotMatch", SECRET_KEY),
          Map.entry("InvalidToken", SESSION_TOKEN),
          Map.entry("ExpiredToken", SESSION_TOKEN),
          Map.entry("TokenRefreshRequired", SESSION_TOKEN),
          Map.entry("AuthorizationHeaderMalformed", REGION),
          Map.entry("PermanentRedirect", REGION),
          Map.entry("TemporaryRedirect", REGION),
          Map.entry("IllegalLocationConstraintException", REGION),
          Map.entry("NoSuchBucket", BUCKET),
          Map.entry("InvalidBucketName", BUCKET),
          Map.entry("RequestTimeTooSkewed", CLOCK));

  private final Ability ability;
  private final String reason;
  private final String nextStep;

  Mistake(Ability ability, String reason, String nextStep) {
    this.ability = ability;
    this.reason = reason;
    this.nextStep = nextStep;
  }

  /** Of a listing that failed, whose answer has an error code if it comes from an S3 store. */
  static Optional<Mistake> of(Throwable failure) {
    return switch (failure) {
      case SdkServiceException answer -> answered(answer);
      case SdkClientException unsent -> Optional.of(unanswered(unsent));
      case IOException broken -> Optional.of(unanswered(broken));
      default -> Optional.empty();
    };
  }

  /** What cannot work because of it. */
  Ability ability() {
    return ability;
  }

  /** On one line, with what the store or the system said. */
  Finding.Fails fails(Throwable failure) {
    return new Finding.Fails(reason + " (" + evidence(failure) + ")", nextStep);
  }

  private static Optional<Mistake> answered(SdkServiceException answer) {
    Optional<String> code = code(answer);
    return code.isEmpty() ? Optional.of(NO_S3) : code.map(BY_CODE::get);
  }

  private static Mistake unanswered(Exception failure) {
    if (has(failure, XMLStreamException.class) || has(failure, EOFException.class)) {
      return NO_S3;
    }
    if (has(failure, UnknownHostException.class)) {
      return HOST;
    }
    if (has(failure, SSLException.class)) {
      return has(failure, CertificateException.class) ? CERTIFICATE : TLS;
    }
    if (has(failure, SocketTimeoutException.class)) {
      return SILENCE;
    }
    if (has(failure, ConnectException.class)) {
      return NOBODY;
    }
    return has(failure, IOException.class) ? CONNECTION : UNSIGNED;
  }

  private static String evidence(Throwable failure) {
    if (failure instanceof SdkServiceException answer) {
      return "status "
          + answer.statusCode()
          + code(answer).map(code -> " " + code).orElse("")
          + region(answer).map(region -> ", it is in " + region).orElse("");
    }
    return String.valueOf(
        causes(failure)
            .filter(IOException.class::isInstance)
            .findFirst()
            .orElse(failure)
            .getMessage());
  }

  private static Optional<String> code(SdkServiceException answer) {
    return details(answer).map(AwsErrorDetails::errorCode);
  }

  /** AWS tells where a bucket is when it is looked for elsewhere. */
  private static Optional<String> region(SdkServiceException answer) {
    return details(answer)
        .map(AwsErrorDetails::sdkHttpResponse)
        .flatMap(http -> http.firstMatchingHeader("x-amz-bucket-region"));
  }

  private static Optional<AwsErrorDetails> details(SdkServiceException answer) {
    return answer instanceof AwsServiceException aws
        ? Optional.ofNullable(aws.awsErrorDetails())
        : Optional.empty();
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return causes(failure).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }
}
