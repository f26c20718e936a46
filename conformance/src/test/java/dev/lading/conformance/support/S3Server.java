package dev.lading.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/**
 * An S3 server in this JVM, with one empty bucket, its objects in a directory. Any number of
 * registries may share it.
 */
public final class S3Server implements AutoCloseable {
  private static final String BUCKET = "registry";
  private static final String ACCESS_KEY = "test";
  private static final String SECRET_KEY = "secret";

  private final S3Proxy server;
  private final Path directory;

  private S3Server(S3Proxy server, Path directory) {
    this.server = server;
    this.directory = directory;
  }

  /**
   * @param parent exists and is the caller's to delete; gets a directory for the objects
   */
  public static S3Server start(Path parent) {
    Path directory = directory(parent);
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", directory.toString());
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(BlobStores.create("filesystem-nio2", properties))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("S3Proxy does not start", e);
    }
    return new S3Server(server, directory);
  }

  private static Path directory(Path parent) {
    try {
      Path directory = Files.createTempDirectory(parent, "s3");
      Files.createDirectory(directory.resolve(BUCKET));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the objects of the bucket lie, each under its own name. */
  public Path objects() {
    return directory.resolve(BUCKET);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** What a registry has to be told; docker-registry understands it as well. */
  public Map<String, Object> settings() {
    return settings(url());
  }

  /**
   * @param through what stands before this server and passes on what it gets
   */
  public Map<String, Object> settings(URI through) {
    return Map.of(
        "storage.s3.bucket",
        BUCKET,
        "storage.s3.region",
        "us-east-1",
        "storage.s3.regionendpoint",
        through.toString(),
        "storage.s3.forcepathstyle",
        true,
        "storage.s3.accesskey",
        ACCESS_KEY,
        "storage.s3.secretkey",
        SECRET_KEY);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("S3Proxy does not stop", e);
    }
  }
}
