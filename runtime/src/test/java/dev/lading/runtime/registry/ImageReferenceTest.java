package dev.lading.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Digest;
import dev.lading.content.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String DIGEST =
      "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

  @ParameterizedTest
  @CsvSource({
    "alpine, docker.io/library/alpine",
    "alpine:3.20, docker.io/library/alpine:3.20",
    "bob/app, docker.io/bob/app",
    "docker.io/alpine, docker.io/library/alpine",
    "index.docker.io/alpine, docker.io/library/alpine",
    "DOCKER.IO/bob/app, docker.io/bob/app",
    "localhost/app, localhost/app",
    "localhost:5000/app:1.0, localhost:5000/app:1.0",
    "example.com/app, example.com/app",
    "Example/app, example/app",
    "host:5000/a/b/c, host:5000/a/b/c",
    "127.0.0.1:5000/app, 127.0.0.1:5000/app",
    "[::1]:5000/app:1, [::1]:5000/app:1",
    "team.one/app, team.one/app",
    "team_one/app, docker.io/team_one/app",
    "localhost:5000, docker.io/library/localhost:5000",
  })
  void parse_readsAsDockerDoes(String text, String whole) {
    assertThat(ImageReference.parse(text)).hasToString(whole);
  }

  @Test
  void parse_takesTagAndDigest() {
    ImageReference reference = ImageReference.parse("localhost:5000/app:1.0@" + DIGEST);

    assertThat(reference.name()).isEqualTo("localhost:5000/app");
    assertThat(reference.tag()).contains(new Tag("1.0"));
    assertThat(reference.reference()).isEqualTo(Digest.parse(DIGEST));
    assertThat(reference).hasToString("localhost:5000/app:1.0@" + DIGEST);
  }

  @Test
  void reference_withNeither_isLatest() {
    assertThat(ImageReference.parse("a.b/app").reference()).isEqualTo(new Tag("latest"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/app",
        "app/",
        "UPPER",
        "docker.io/Upper",
        "a//b",
        "app:",
        "app:-1",
        "app@sha256:1234",
        "app@",
        "app@md5:44136fa355b3678a1146ad16f7e8649e",
        "host:99999/app",
        "host:0/app",
        "host:/app",
        "-host.com/app",
        "host..com/app",
        "[::1/app",
        "127.1:5000/app",
        "https://host/app",
        "user@host/app",
        "a.b/../app",
        "a.b/app?x=1",
        "a.b/app#x",
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
      })
  void parse_ofWhatIsNone_isRefused(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOf(RegistryException.InvalidReference.class);
  }

  @ParameterizedTest
  @CsvSource({
    "registry.example.com:5000, registry.example.com:5000",
    "registry.example.com, registry.example.com registry.example.com:443",
    "registry.example.com:443, registry.example.com:443 registry.example.com",
    "localhost:5000, localhost:5000 127.0.0.1:5000 [::1]:5000",
    "127.0.0.2:5000, 127.0.0.2:5000 localhost:5000 127.0.0.1:5000 [::1]:5000",
  })
  void spellings_areThoseOfTheSameRegistry(String host, String spellings) {
    assertThat(RegistryHost.parse(host).spellings()).containsExactly(spellings.split(" ", -1));
  }

  @Test
  void invalidReference_cannotWriteToTheTerminal() {
    assertThatThrownBy(() -> ImageReference.parse("a\u001b[2Jb"))
        .message()
        .doesNotContain("\u001b");
  }

  @Test
  void dockerHub_isAskedElsewhere() {
    assertThat(RegistryHost.parse("docker.io").endpoint()).isEqualTo("registry-1.docker.io");
    assertThat(RegistryHost.parse("docker.io:443").endpoint()).isEqualTo("docker.io:443");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "localhost:5000, true",
    "127.0.0.1, true",
    "127.8.9.10:1, true",
    "[::1]:5000, true",
    "127.0.0.1.example.com, false",
    "localhost.example.com, false",
    "10.0.0.1, false",
    "registry.internal, false",
  })
  void loopback_isWhatCanBeNothingElse(String host, boolean expected) {
    assertThat(RegistryHost.parse(host).isLoopback()).isEqualTo(expected);
  }
}
