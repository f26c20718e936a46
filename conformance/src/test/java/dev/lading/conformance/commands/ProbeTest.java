package dev.lading.conformance.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lading probe}, and what {@code lading serve} makes of the same findings. */
class ProbeTest {
  @TempDir private Path directory;
  private S3Server s3;
  private LadingServer lading;

  private record Output(int exit, String text) {}

  @BeforeEach
  void start() {
    s3 = S3Server.start(directory);
    lading = LadingServer.in(directory).on(s3);
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void store_thatCanAll_isToldSo() throws Exception {
    Output output = run(lading);
    assertThat(output.exit()).as(output.text()).isZero();
    assertThat(output.text())
        .contains("reach: works", "create-if-absent: works", "can be served")
        .doesNotContain("required", "secret");
  }

  @Test
  void findings_asJson_areWhatProgramsRead() throws Exception {
    JsonNode findings = new ObjectMapper().readTree(run(lading, "--json").text());
    assertThat(findings).hasSizeGreaterThan(5);
    assertThat(findings)
        .allSatisfy(
            finding -> {
              assertThat(finding.path("ability").asText()).matches("[a-z]+(-[a-z]+)*");
              assertThat(finding.path("required").isBoolean()).isTrue();
              assertThat(finding.path("result").asText()).isEqualTo("works");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "bucket, another, NoSuchBucket, create the bucket",
    "secretkey, forgotten, SignatureDoesNotMatch, check secretkey",
    "accesskey, nobody, InvalidAccessKeyId, check accesskey",
    "regionendpoint, http://127.0.0.1:1, nothing listens there, start the store"
  })
  void wrongSetting_isToldInOneLine_atTheStartAsWell(
      String key, String value, String reason, String advice) throws Exception {
    LadingServer wrong = lading.with("storage.s3." + key, value);
    Output output = run(wrong);
    assertThat(output.exit()).isEqualTo(1);
    assertThat(output.text().lines())
        .filteredOn(line -> line.contains("(required)"))
        .singleElement(STRING)
        .contains(reason, advice);
    assertThat(output.text()).contains("cannot be served").doesNotContain("\tat ", "forgotten");

    assertThatThrownBy(wrong::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be served")
        .hasMessageContaining(reason)
        .hasMessageContaining(advice);
  }

  @Test
  void directory_hasNothingToProbe() throws Exception {
    Output output = run(LadingServer.in(directory));
    assertThat(output).isEqualTo(new Output(0, output.text()));
    assertThat(output.text()).contains("nothing to probe");
  }

  private static Output run(LadingServer lading, String... options)
      throws IOException, InterruptedException {
    List<String> command = lading.command("probe", options);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Output(process.waitFor(), text);
  }
}
