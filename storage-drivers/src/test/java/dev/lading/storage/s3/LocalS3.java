package dev.lading.storage.s3;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.http.SdkHttpClient;

/** An S3 server with one bucket, in the memory of the tests, on a free port of the loopback. */
final class LocalS3 {
  private static final String BUCKET = "registry";
  private static final S3Credentials CREDENTIALS =
      new S3Credentials("test", "secret", Optional.empty());

  static final int CHUNK_BYTES = 5 << 20;

  private static final Duration IMPATIENCE = Duration.ofMillis(700);

  private final S3Proxy server;
  private final SdkHttpClient http;
  private final TestBucket bucket;

  private LocalS3(S3Proxy server) {
    this.server = server;
    this.http = Connections.http();
    this.bucket = new TestBucket(settings());
  }

  static LocalS3 start() throws Exception {
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(BlobStores.create("transient-nio2", new Properties()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(
                AuthenticationType.AWS_V4, CREDENTIALS.accessKey(), CREDENTIALS.secretKey())
            .build();
    server.start();
    return new LocalS3(server);
  }

  S3Settings settings() {
    return settings(BUCKET);
  }

  /** Another bucket, which nobody has made. */
  S3Settings settings(String bucketName) {
    return S3Settings.of(bucketName, "us-east-1")
        .withEndpoint(S3Endpoint.of("http://127.0.0.1:" + server.getPort()))
        .withCredentials(CREDENTIALS)
        .withRootDirectory("/registry-v2")
        .withChunkBytes(CHUNK_BYTES);
  }

  S3Driver open() {
    return S3Driver.open(settings(), new Random());
  }

  int port() {
    return server.getPort();
  }

  /** A driver that does not wait before it tries again, and not long for an answer. */
  S3Driver openThrough(FaultyProxy proxy) {
    return open(through(proxy), memory(), Connections.http(IMPATIENCE));
  }

  S3Driver open(Memory memory, SdkHttpClient connections) {
    return open(settings(), memory, connections);
  }

  /** A driver of some other store, or for somebody else. */
  static S3Driver open(S3Settings settings) {
    return open(settings, memory(), Connections.http());
  }

  private static S3Driver open(S3Settings settings, Memory memory, SdkHttpClient connections) {
    Random random = new Random();
    return S3Driver.open(
        settings, random, memory, new Backoff(random, _ -> {}, System::nanoTime), connections);
  }

  /** What a driver works on, closed with this server. */
  Store store() {
    return store(settings());
  }

  /** As {@link #store()}, on the other side of a proxy. */
  Store storeThrough(FaultyProxy proxy) {
    return store(through(proxy));
  }

  private Store store(S3Settings settings) {
    Random random = new Random();
    return S3Driver.store(
        settings, random, memory(), new Backoff(random, _ -> {}, System::nanoTime), http);
  }

  private S3Settings through(FaultyProxy proxy) {
    return settings().withEndpoint(S3Endpoint.of("http://127.0.0.1:" + proxy.port()));
  }

  private static Memory memory() {
    return Memory.of(64 << 20, CHUNK_BYTES, Duration.ofSeconds(30));
  }

  /** The names of all objects, and of all that multipart uploads are about. */
  List<String> content() {
    return bucket.content();
  }

  void stop() throws Exception {
    bucket.close();
    http.close();
    server.stop();
  }
}
