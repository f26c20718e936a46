package dev.lading.storage.s3;

import static software.amazon.awssdk.core.client.config.SdkAdvancedClientOption.USER_AGENT_SUFFIX;

import dev.lading.storage.s3.S3Endpoint.Variant;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.utils.AttributeMap;

/** Makes the clients that settings ask for. Whoever asked closes them. */
final class Connections {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration POOL_TIMEOUT = Duration.ofSeconds(10);

  private static final AttributeMap ANY_CERTIFICATE =
      AttributeMap.builder()
          .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, Boolean.TRUE)
          .build();

  private Connections() {}

  static SdkHttpClient http() {
    return lanes(AttributeMap.empty());
  }

  /**
   * Connections that all requests share.
   *
   * @param silence after how long without a byte a connection is given up
   */
  static SdkHttpClient http(Duration silence) {
    return http(silence, Lane.BODY.connections(), AttributeMap.empty());
  }

  static SdkHttpClient http(S3Settings settings) {
    return lanes(settings.endpoint().skipVerify() ? ANY_CERTIFICATE : AttributeMap.empty());
  }

  private static SdkHttpClient lanes(AttributeMap options) {
    return new Lanes(http(Lane.SMALL, options), http(Lane.BODY, options), http(Lane.COPY, options));
  }

  private static SdkHttpClient http(Lane lane, AttributeMap options) {
    return http(lane.silence(), lane.connections(), options);
  }

  private static SdkHttpClient http(Duration silence, int limit, AttributeMap options) {
    return Apache5HttpClient.builder()
        .maxConnections(limit)
        .connectionTimeout(CONNECT_TIMEOUT)
        .connectionAcquisitionTimeout(POOL_TIMEOUT)
        .socketTimeout(silence)
        .buildWithDefaults(options);
  }

  /**
   * A client that asks once: {@link Requests} asks again, because only that knows which attempt an
   * answer belongs to.
   *
   * @param listeners see all requests and answers
   */
  static S3Client client(
      S3Settings settings, SdkHttpClient http, ExecutionInterceptor... listeners) {
    S3Endpoint endpoint = settings.endpoint();
    S3Dialect dialect = endpoint.dialect();
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http)
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials(settings))
            .forcePathStyle(endpoint.forcePathStyle())
            .accelerate(endpoint.is(Variant.ACCELERATE))
            .dualstackEnabled(endpoint.is(Variant.DUAL_STACK))
            .fipsEnabled(endpoint.is(Variant.FIPS))
            .serviceConfiguration(
                S3Configuration.builder().chunkedEncodingEnabled(dialect.chunkedEncoding()).build())
            .requestChecksumCalculation(
                dialect.checksums()
                    ? RequestChecksumCalculation.WHEN_SUPPORTED
                    : RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(
                dialect.checksums()
                    ? ResponseChecksumValidation.WHEN_SUPPORTED
                    : ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                override -> {
                  configure(override, dialect);
                  List.of(listeners).forEach(override::addExecutionInterceptor);
                });
    settings.address().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static void configure(ClientOverrideConfiguration.Builder override, S3Dialect dialect) {
    override.retryStrategy(AwsRetryStrategy.doNotRetry());
    override.addExecutionInterceptor(new WholeAnswers());
    dialect.userAgent().ifPresent(name -> override.putAdvancedOption(USER_AGENT_SUFFIX, name));
  }

  /** A public address of the store's own is no endpoint of AWS. */
  static S3Presigner presigner(S3Settings settings) {
    S3Endpoint endpoint = settings.endpoint();
    Optional<URI> address = endpoint.publicAddress(settings.region());
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials(settings))
            .dualstackEnabled(address.isEmpty() && endpoint.is(Variant.DUAL_STACK))
            .fipsEnabled(address.isEmpty() && endpoint.is(Variant.FIPS))
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(endpoint.forcePathStyle())
                    .accelerateModeEnabled(address.isEmpty() && endpoint.is(Variant.ACCELERATE))
                    .build());
    address.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static AwsCredentialsProvider credentials(S3Settings settings) {
    return settings
        .credentials()
        .map(Connections::given)
        .<AwsCredentialsProvider>map(StaticCredentialsProvider::create)
        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
  }

  private static AwsCredentials given(S3Credentials credentials) {
    return credentials
        .sessionToken()
        .<AwsCredentials>map(
            token ->
                AwsSessionCredentials.create(
                    credentials.accessKey(), credentials.secretKey(), token))
        .orElseGet(
            () -> AwsBasicCredentials.create(credentials.accessKey(), credentials.secretKey()));
  }
}
