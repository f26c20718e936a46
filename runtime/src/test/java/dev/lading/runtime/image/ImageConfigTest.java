package dev.lading.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Digest;
import dev.lading.runtime.image.ImageException.NoImage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageConfigTest {
  private static final String DIFF_ID = "sha256:" + "a".repeat(64);

  @Test
  void allThatConcernsRunning_isRead() {
    ImageConfig config =
        read(
            """
            {"os": "linux", "architecture": "arm64", "variant": "v8",
             "created": "2026-11-20T10:00:00.5+01:00", "author": "somebody",
             "config": {"User": "app:staff", "Env": ["A=1", "B="], "Entrypoint": ["/run"],
               "Cmd": ["-v"], "WorkingDir": "/srv", "StopSignal": "SIGINT",
               "Volumes": {"/data": {}}, "Labels": {"k": "v"}, "ExposedPorts": {"80/tcp": {}}},
             "rootfs": {"type": "layers", "diff_ids": ["%s"]}}
            """
                .formatted(DIFF_ID));

    assertThat(config.platform()).hasToString("linux/arm64/v8");
    assertThat(config.created()).contains(Instant.parse("2026-11-20T09:00:00.5Z"));
    assertThat(config.user()).contains("app:staff");
    assertThat(config.environment()).containsExactly("A=1", "B=");
    assertThat(config.entrypoint()).containsExactly("/run");
    assertThat(config.command()).containsExactly("-v");
    assertThat(config.workingDirectory()).contains("/srv");
    assertThat(config.stopSignal()).contains("SIGINT");
    assertThat(config.volumes()).containsExactly("/data");
    assertThat(config.labels()).containsEntry("k", "v");
    assertThat(config.diffIds()).containsExactly(Digest.parse(DIFF_ID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"os\":\"linux\",\"architecture\":\"amd64\"}",
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":null,\"rootfs\":null}",
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"created\":\"yesterday\",\"config\":"
            + "{\"Env\":null,\"Cmd\":null,\"User\":\"\",\"Volumes\":null,\"Labels\":null}}"
      })
  void whatGoLeavesOut_isNothing(String text) {
    ImageConfig config = read(text);

    assertThat(config.user()).isEmpty();
    assertThat(config.environment()).isEmpty();
    assertThat(config.command()).isEmpty();
    assertThat(config.created()).isEmpty();
    assertThat(config.diffIds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"os\":\"linux\"}",
        "{\"os\":7,\"architecture\":\"amd64\"}",
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"Env\":\"A=1\"}}",
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"Env\":[1]}}",
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"Labels\":[]}}",
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"diff_ids\":[\"sha256:1\"]}}",
        "{\"os\":\"linux\",\"os\":\"linux\",\"architecture\":\"amd64\"}"
      })
  void whatIsNoConfig_isRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(NoImage.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Env", "Entrypoint", "Cmd"})
  void moreEntriesThanAnybodyNeeds_areRefused(String field) {
    String entries = String.join(",", Collections.nCopies(4096, "\"A=1\""));
    String config = "{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{\"%s\":[%s]}}";

    read(config.formatted(field, entries));
    assertThatThrownBy(() -> read(config.formatted(field, entries + ",\"B\"")))
        .isInstanceOf(NoImage.class)
        .hasMessageContaining(field + " in its config has 4097 entries");
  }

  private static ImageConfig read(String text) {
    return ImageConfig.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
