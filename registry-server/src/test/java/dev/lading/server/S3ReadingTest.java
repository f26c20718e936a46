package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.lading.config.Configuration;
import dev.lading.config.Effective;
import dev.lading.config.Problem;
import dev.lading.storage.s3.ObjectForm;
import dev.lading.storage.s3.S3Credentials;
import dev.lading.storage.s3.S3Dialect;
import dev.lading.storage.s3.S3Endpoint;
import dev.lading.storage.s3.S3Endpoint.Variant;
import dev.lading.storage.s3.S3Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3ReadingTest {
  private static final String LEAST = "bucket: b, region: eu-central-1";

  @TempDir Path dir;

  @Test
  void leastOfAWS_hasDistributionsDefaults() throws IOException {
    assertThat(settings("s3: {" + LEAST + "}")).isEqualTo(S3Settings.of("b", "eu-central-1"));
  }

  @Test
  void leastOfAnotherStore_namesTheBucketInThePathAndNeedsNoRegion() throws IOException {
    assertThat(settings("s3: {bucket: b, regionendpoint: 's3.example.com:9000'}"))
        .isEqualTo(
            S3Settings.of("b", "us-east-1").withEndpoint(S3Endpoint.of("s3.example.com:9000")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "s3aws"})
  void allOfAnotherStore_isRead(String driver) throws IOException {
    S3Settings settings =
        settings(
            """
            %s: {accesskey: a, secretkey: s, sessiontoken: t, region: r, bucket: b,
                rootdirectory: /root, regionendpoint: 'https://s3.example.com',
                redirectendpoint: 'https://public.example.com', forcepathstyle: false,
                encrypt: true, keyid: k, secure: false, skipverify: true, v4auth: true,
                chunksize: 33554432, multipartcopymaxconcurrency: 7, storageclass: standard_ia, objectacl: bucket-owner-read,
                useragent: Mine/1, checksum: when-required, chunkedencoding: false}"""
                .formatted(driver));
    assertThat(settings)
        .isEqualTo(
            new S3Settings(
                "b",
                "r",
                "/root",
                new S3Endpoint(
                    Optional.of("https://s3.example.com"),
                    Optional.of("https://public.example.com"),
                    false,
                    false,
                    true,
                    Set.of(),
                    new S3Dialect(false, false, Optional.of("Mine/1"))),
                Optional.of(new S3Credentials("a", "s", Optional.of("t"))),
                new ObjectForm(
                    true,
                    Optional.of("k"),
                    Optional.of("STANDARD_IA"),
                    Optional.of("bucket-owner-read")),
                32 << 20,
                7));
  }

  @Test
  void endpointsOfAWS_areRead() throws IOException {
    S3Settings settings =
        settings("s3: {" + LEAST + ", accelerate: true, usedualstack: true, usefipsendpoint: on}");
    assertThat(settings.endpoint().variants()).containsExactlyInAnyOrder(Variant.values());
  }

  @ParameterizedTest
  @CsvSource({"10MiB, 10485760", "10MB, 10000000", "5242880, 5242880"})
  void chunkSize_isBytesOrHasAUnit(String text, int bytes) throws IOException {
    assertThat(settings("s3: {" + LEAST + ", chunksize: " + text + "}").chunkBytes())
        .isEqualTo(bytes);
  }

  @Test
  void storageClassNone_isTheStoresOwn() throws IOException {
    assertThat(settings("s3: {" + LEAST + ", storageclass: NONE}").form())
        .isEqualTo(ObjectForm.PLAIN);
  }

  @Test
  void emptyCredentials_areThoseOfTheEnvironment() throws IOException {
    assertThat(settings("s3: {" + LEAST + ", accesskey: '', secretkey: ''}").credentials())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          region: r                                         | bucket
          bucket: b                                         | region
          bucket: b, region: ''                             | region
          bucket: b, region: r, accesskey: a                | secretkey
          bucket: b, region: r, secretkey: s                | accesskey
          bucket: b, region: r, sessiontoken: t             | sessiontoken
          bucket: b, region: r, v4auth: false               | v4auth
          bucket: b, region: r, chunksize: 4MiB             | chunksize
          bucket: b, region: r, chunksize: 1GiB             | chunksize
          bucket: b, region: r, chunksize: much             | chunksize
          bucket: b, region: r, storageclass: GLACIER       | storageclass
          bucket: b, region: r, objectacl: everybody        | objectacl
          bucket: b, region: r, checksum: never             | checksum
          bucket: b, regionendpoint: 'ftp://a'              | regionendpoint
          bucket: b, regionendpoint: 'http://a b'           | regionendpoint
          bucket: b, region: r, redirectendpoint: 'http:a'  | redirectendpoint
          bucket: b, regionendpoint: a, accelerate: true, forcepathstyle: false | accelerate
          bucket: b, region: r, accelerate: true, forcepathstyle: true          | accelerate
          bucket: b, regionendpoint: a, usedualstack: true  | usedualstack
          bucket: b, region: r, secure: no, usefipsendpoint: true | usefipsendpoint
          bucket: b, region: r, encript: true               | encript
          """)
  void mistake_isToldWithItsLine(String keys, String wrong) throws IOException {
    assertThat(read("s3: {" + keys + "}").errors())
        .extracting(Problem::keys, problem -> problem.origin().toString().replaceAll(".*:", ""))
        .containsExactly(tuple(List.of("storage.s3." + wrong), "3"));
  }

  @Test
  void keysThatDoNothing_areNamedInOneWarning() throws IOException {
    Effective<ServerSettings> effective =
        read(
            "s3: {"
                + LEAST
                + ", multipartcopychunksize: 1, multipartcopythresholdsize: 1, loglevel: debug}");
    assertThat(effective.errors()).isEmpty();
    assertThat(effective.warnings())
        .extracting(Problem::keys)
        .containsExactly(
            List.of(
                "storage.s3.multipartcopychunksize",
                "storage.s3.multipartcopythresholdsize",
                "storage.s3.loglevel"));
  }

  @Test
  void uncheckedCertificates_areAWarning() throws IOException {
    assertThat(read("s3: {" + LEAST + ", skipverify: true}").warnings())
        .extracting(Problem::keys)
        .containsExactly(List.of("storage.s3.skipverify"));
  }

  @Test
  void secrets_areNeverShown() throws IOException {
    Effective<ServerSettings> effective =
        read("s3: {" + LEAST + ", accesskey: hunter1, secretkey: hunter2, sessiontoken: hunter3}");
    assertThat(effective.render()).contains("accesskey: '***'").doesNotContain("hunter");
    assertThat(effective.get().storage().toString()).doesNotContain("hunter");
  }

  private S3Settings settings(String driver) throws IOException {
    return ((StorageSettings.S3) read(driver).get().storage()).bucket();
  }

  private Effective<ServerSettings> read(String driver) throws IOException {
    Path file =
        Files.writeString(dir.resolve("config.yml"), "version: 0.1\nstorage:\n  " + driver + "\n");
    return Configuration.load(Optional.of(file), Map.of()).read(ServerSettings::from);
  }
}
