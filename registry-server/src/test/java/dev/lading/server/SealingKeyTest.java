package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.auth.files.UnusableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingKeyTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  @TempDir private Path directory;

  @Test
  void fileThatIsMade_isTheOwners_andTheSameNextTime() throws IOException {
    Path file = directory.resolve("store.sealing-key");

    SecretKey first = new SealingKey.MadeInFile(file).load(RANDOM);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(new SealingKey.MadeInFile(file).load(RANDOM)).isEqualTo(first);
    assertThat(new SealingKey.InFile(file).load(RANDOM)).isEqualTo(first);
    assertThat(first.getEncoded()).hasSize(32);
  }

  @Test
  void keysThatAreMade_differ() {
    assertThat(new SealingKey.OfThisProcess().load(RANDOM))
        .isNotEqualTo(new SealingKey.OfThisProcess().load(RANDOM));
  }

  @Test
  void fileThatCannotBeMade_saysWhatToDo() {
    Path file = directory.resolve("missing/store.sealing-key");

    assertThatThrownBy(() -> new SealingKey.MadeInFile(file).load(RANDOM))
        .isInstanceOf(UnusableFile.class)
        .hasMessageContaining("lading auth sealing-key")
        .hasMessageContaining("auth.sealing.keyfile");
  }

  @Test
  void fileThatIsNamed_isNeverMade() {
    Path file = directory.resolve("key");

    assertThatThrownBy(() -> new SealingKey.InFile(file).load(RANDOM))
        .isInstanceOf(UnusableFile.class)
        .hasMessageContaining("is not there");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "secret",
        "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZQ==", // 31 bytes
        "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWZn", // 33 bytes
        "zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      })
  void fileThatHoldsNoKey_isRefused_andNotQuoted(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("key"), text);

    assertThatThrownBy(() -> new SealingKey.InFile(file).load(RANDOM))
        .isInstanceOf(UnusableFile.class)
        .hasMessage(
            file
                + ": is not 32 bytes in base64 or hexadecimal. Make one: lading auth sealing-key"
                + " FILE");
  }
}
