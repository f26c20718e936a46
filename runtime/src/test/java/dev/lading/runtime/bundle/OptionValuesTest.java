package dev.lading.runtime.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.BundleException.UnusableFile;
import dev.lading.runtime.bundle.BundleException.UnusableImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionValuesTest {
  private static final Path HERE = Path.of("/here");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "6m, 6291456",
    "64m, 67108864",
    "64M, 67108864",
    "64mb, 67108864",
    "1g, 1073741824",
    "2t, 2199023255552",
    "8388608, 8388608",
    "8388608b, 8388608",
    "8192k, 8388608"
  })
  void memory_isRead(String text, long bytes) {
    assertThat(Limits.memory(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1", "1m", "1.5g", "64x", "9999999999t", "0"})
  void memory_thatIsNone_isRefused(String text) {
    assertThatThrownBy(() -> Limits.memory(text)).isInstanceOf(InvalidOption.class);
  }

  @ParameterizedTest
  @CsvSource({"1, 100000", "1.5, 150000", ".5, 50000", "0.01, 1000", "4, 400000"})
  void cpus_areRead(String text, long quota) {
    assertThat(Limits.cpuQuota(text, 4)).isEqualTo(quota);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "0", "0.001", "4.1", "-1", "one", "1e1"})
  void cpus_thatAreNone_areRefused(String text) {
    assertThatThrownBy(() -> Limits.cpuQuota(text, 4)).isInstanceOf(InvalidOption.class);
  }

  @ParameterizedTest
  @CsvSource({
    "SIGTERM, 15",
    "term, 15",
    "15, 15",
    "9, 9",
    "SIGWINCH, 28",
    "SIGRTMIN, 34",
    "RTMIN+3, 37",
    "SIGRTMAX-1, 63",
    "64, 64"
  })
  void signals_areRead(String text, int number) {
    assertThat(StopSignal.parse(text).number()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SIG", "0", "65", "SIGNONE", "-9"})
  void signals_thatAreNone_areRefused(String text) {
    assertThatThrownBy(() -> StopSignal.asked(text)).isInstanceOf(InvalidOption.class);
    assertThatThrownBy(() -> StopSignal.parse(text))
        .isInstanceOf(UnusableImage.class)
        .hasMessageContaining("the image's StopSignal");
  }

  @ParameterizedTest
  @CsvSource({
    "/a:/b, /a, /b, false",
    "/a:/b:ro, /a, /b, true",
    "/a:/b:rw, /a, /b, false",
    "./a:/b/../c, /here/a, /c, false",
    "..:/b, /, /b, false"
  })
  void volumes_areRead(String text, Path source, String target, boolean readOnly) {
    assertThat(Volume.parse(text.replace("..:", "../.:"), HERE))
        .isEqualTo(new Volume(source, target, readOnly));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a", "name:/b", "/a:b", "/a:/", "/a:/b:z", "/a:/b:ro:ro", ":/b", "/a:/x/.."})
  void volumes_thatAreNone_areRefused(String text) {
    assertThatThrownBy(() -> Volume.parse(text, HERE)).isInstanceOf(InvalidOption.class);
  }

  @Test
  void tmpfs_hasNoProgramsUnlessAsked() {
    assertThat(Tmpfs.parse("/t").options())
        .containsExactly("nosuid", "nodev", "noexec", "mode=1777");
    assertThat(Tmpfs.parse("/t:exec,size=1m,mode=700").options())
        .containsExactly("nosuid", "nodev", "exec", "size=1m", "mode=700");
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "/", "/t:size=x", "/t:context=x", "/t:", "/t:rw,,ro"})
  void tmpfs_thatAreNone_areRefused(String text) {
    assertThatThrownBy(() -> Tmpfs.parse(text)).isInstanceOf(InvalidOption.class);
  }

  @Test
  void environment_ofFilesAndOptions_isDockers() throws IOException {
    Path file = folder.resolve("env");
    Files.writeString(
        file, "\uFEFF# a comment\n\nA=file\n  B=indented\nFROM_HERE\nNOT_HERE\nC=a=b # no\n");

    List<String> asked =
        Environment.asked(
            List.of(file), List.of("A=option", "EMPTY="), Map.of("FROM_HERE", "here"));

    assertThat(asked)
        .containsExactly(
            "A=file",
            "B=indented",
            "FROM_HERE=here",
            "NOT_HERE",
            "C=a=b # no",
            "A=option",
            "EMPTY=");
    assertThat(Environment.merged(List.of("A=image", "NOT_HERE=image", "broken"), asked))
        .containsExactly("A=option", "B=indented", "FROM_HERE=here", "C=a=b # no", "EMPTY=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a name=x", "=x"})
  void environment_ofAFileWithAStrangeName_isRefused(String line) throws IOException {
    Path file = Files.writeString(folder.resolve("env"), line);

    assertThatThrownBy(() -> Environment.asked(List.of(file), List.of(), Map.of()))
        .isInstanceOf(UnusableFile.class);
  }
}
