package dev.lading.storage.s3;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;

/**
 * Requests that remove one object each and are sent once: a repetition might come after their time.
 *
 * @param bucket where
 */
record Removals(Bucket bucket) {

  /**
   * A request that is signed as if it were {@code begun}, in the way of a presigned URL: the store
   * is told until when it is valid.
   *
   * @param begun by the store's clock
   * @param window in whole seconds
   */
  Removal within(String object, Instant begun, Duration window) {
    SdkPlugin signing = signingAt(begun, window);
    return send(
        object, () -> true, delete -> delete.overrideConfiguration(o -> o.addPlugin(signing)));
  }

  /**
   * A request that is valid for as long as the store likes.
   *
   * @param isInTime asked at the last moment before it would be sent
   */
  Removal whileInTime(String object, BooleanSupplier isInTime) {
    return send(object, isInTime, _ -> {});
  }

  private Removal send(
      String object, BooleanSupplier isInTime, Consumer<DeleteObjectRequest.Builder> more) {
    String what = "removing " + object;
    try {
      return bucket.requests().sendOnce(what, () -> sendIf(isInTime, object, more));
    } catch (SdkException e) {
      return switch (Trouble.of(e)) {
        case ABSENT -> new Removal.Gone();
        case REFUSED, UNMET, FULL -> new Removal.Refused(e);
        case AGAIN -> new Removal.Doubtful(e);
        case INTERRUPTED -> throw Requests.interrupted(what, e);
      };
    } catch (IOException e) {
      return new Removal.Doubtful(e);
    }
  }

  private Removal sendIf(
      BooleanSupplier isInTime, String object, Consumer<DeleteObjectRequest.Builder> more) {
    if (!isInTime.getAsBoolean()) {
      return new Removal.Refused(new TimeoutException("the window has ended"));
    }
    bucket.client().deleteObject(delete -> more.accept(delete.bucket(bucket.name()).key(object)));
    return new Removal.Gone();
  }

  private static SdkPlugin signingAt(Instant begun, Duration window) {
    Clock clock = Clock.fixed(begun, ZoneOffset.UTC);
    return configuration -> {
      if (configuration instanceof S3ServiceClientConfiguration.Builder s3) {
        S3AuthSchemeProvider usual = s3.authSchemeProvider();
        s3.authSchemeProvider(
            request ->
                usual.resolveAuthScheme(request).stream()
                    .map(option -> presigned(option, clock, window))
                    .toList());
      }
    };
  }

  private static AuthSchemeOption presigned(AuthSchemeOption option, Clock clock, Duration window) {
    return option.toBuilder()
        .putSignerProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
        .putSignerProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, window)
        .putSignerProperty(HttpSigner.SIGNING_CLOCK, clock)
        .build();
  }
}
