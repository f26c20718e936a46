package dev.lading.runtime.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.runtime.keys.UnusableKey.Fault;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFolderTest {
  private static final KeyLabel TARGETS =
      new KeyLabel("targets", Optional.of("localhost:5000/team/app"));
  private static final String PASSPHRASE = "korrekt\u00e4 horse";
  private static final Passphrases RIGHT = (_, _, _) -> Optional.of(PASSPHRASE.toCharArray());

  @TempDir private Path trust;
  private final SecureRandom random = new SecureRandom();

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"ECDSA", "RSA", "ED25519"})
  void put_thenGet_isTheSameKey(KeyType type) {
    PrivateKey key = PrivateKey.generate(type, random);

    folder().put(TARGETS, key, PASSPHRASE.toCharArray());

    PrivateKey read = folder().get(id(key), RIGHT);
    assertThat(read.publicKey()).isEqualTo(key.publicKey());
    byte[] message = {1, 2, 3};
    assertThat(key.publicKey().verifies(read.method(), message, read.sign(message))).isTrue();
    assertThat(folder().all()).containsExactly(Map.entry(id(key), TARGETS));
  }

  @Test
  void put_isPrivate_andLeavesNothingElse() throws IOException {
    PrivateKey key = stored();

    Path file = trust.resolve("private").resolve(id(key) + ".key");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(trust.resolve("private"))).isEqualTo("rwx------");
    assertThat(trust.resolve("private")).isDirectoryContaining(file::equals);
    try (var files = Files.list(trust.resolve("private"))) {
      assertThat(files).hasSize(1);
    }
    assertThat(Files.readString(file))
        .startsWith(
            """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            gun: localhost:5000/team/app
            role: targets

            """);
  }

  @Test
  void get_ofNone_saysSo() {
    assertThatThrownBy(() -> folder().get(new KeyId("0".repeat(64)), RIGHT))
        .isInstanceOfSatisfying(
            UnusableKey.class, e -> assertThat(e.fault()).isEqualTo(Fault.ABSENT));
    assertThat(folder().all()).isEmpty();
  }

  @Test
  void get_asksAgainUntilThePassphraseIsRight() {
    PrivateKey key = stored();
    Passphrases third =
        (_, _, attempt) -> Optional.of((attempt < 2 ? "wrong" : PASSPHRASE).toCharArray());

    assertThat(folder().get(id(key), third).publicKey()).isEqualTo(key.publicKey());
  }

  @Test
  void get_withWrongPassphrases_isRefused() {
    PrivateKey key = stored();
    Passphrases wrong =
        (_, _, attempt) ->
            attempt < 600 ? Optional.of(("wrong" + attempt).toCharArray()) : Optional.empty();

    assertThatThrownBy(() -> folder().get(id(key), wrong))
        .isInstanceOfSatisfying(
            UnusableKey.class, e -> assertThat(e.fault()).isIn(Fault.PASSPHRASE, Fault.FORM))
        .message()
        .doesNotContain("wrong");
  }

  @Test
  void get_ofAFileWithAnotherKey_isRefused() throws IOException {
    PrivateKey key = stored();
    Path folder = trust.resolve("private");
    KeyId other = new KeyId("1".repeat(64));
    Files.copy(folder.resolve(id(key) + ".key"), folder.resolve(other + ".key"));

    assertThatThrownBy(() -> folder().get(other, RIGHT))
        .isInstanceOfSatisfying(
            UnusableKey.class, e -> assertThat(e.fault()).isEqualTo(Fault.MISNAMED));
  }

  @Test
  void put_ofTheSameKey_changesItsPassphrase() {
    PrivateKey key = stored();

    folder().put(TARGETS, key, "another".toCharArray());

    assertThatThrownBy(() -> folder().get(id(key), Passphrases.ofEnvironment(Map.of())))
        .isInstanceOf(UnusableKey.class);
    assertThat(folder().get(id(key), (_, _, _) -> Optional.of("another".toCharArray())).publicKey())
        .isEqualTo(key.publicKey());
  }

  @Test
  void remove_forgets_andForgivesAbsence() {
    PrivateKey key = stored();

    folder().remove(id(key));
    folder().remove(id(key));

    assertThat(folder().has(id(key))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES-256-CBC", "AES-128-CBC", "DES-EDE3-CBC", "none"})
  void read_ofOpensslsOlderForm(String cipher) throws IOException {
    PrivateKey key = PrivateKey.generate(KeyType.ECDSA, random);
    StringWriter text = new StringWriter();
    try (PemWriter pem = new PemWriter(text)) {
      Object info = PrivateKeyInfo.getInstance(key.pkcs8());
      pem.writeObject(
          cipher.equals("none")
              ? new JcaMiscPEMGenerator(info)
              : new JcaMiscPEMGenerator(
                  info, new JcePEMEncryptorBuilder(cipher).build(PASSPHRASE.toCharArray())));
    }
    Path file = Files.writeString(trust.resolve("old.pem"), text.toString());

    assertThat(KeyFolder.read(file, RIGHT).key().publicKey()).isEqualTo(key.publicKey());
    if (!cipher.equals("none")) {
      assertThat(text.toString()).contains("DEK-Info: " + cipher);
      assertThatThrownBy(() -> KeyFolder.read(file, Passphrases.ofEnvironment(Map.of())))
          .isInstanceOfSatisfying(
              UnusableKey.class, e -> assertThat(e.fault()).isEqualTo(Fault.PASSPHRASE));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no pem",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n!!!!\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n",
        "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
      })
  void read_ofWhatIsNoKey_isRefused(String text) throws IOException {
    Path file = Files.write(trust.resolve("x.pem"), text.getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> KeyFolder.read(file, RIGHT))
        .isInstanceOfSatisfying(
            UnusableKey.class, e -> assertThat(e.fault()).isEqualTo(Fault.FORM));
  }

  @ParameterizedTest
  @CsvSource({
    "root, NOTARY_ROOT_PASSPHRASE, DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE",
    "targets, NOTARY_TARGETS_PASSPHRASE, DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE",
    "snapshot, NOTARY_SNAPSHOT_PASSPHRASE, DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE",
    "targets/alice, NOTARY_DELEGATION_PASSPHRASE, DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE",
    "alice, NOTARY_DELEGATION_PASSPHRASE, DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE",
  })
  void environment_hasNotarysNamesBeforeDockers(String role, String notary, String docker) {
    KeyLabel label = new KeyLabel(role, Optional.empty());

    assertThat(asked(Map.of(notary, "n", docker, "d"), label)).contains("n");
    assertThat(asked(Map.of(docker, "d"), label)).contains("d");
    assertThat(asked(Map.of(), label)).isEmpty();
    assertThat(Passphrases.ofEnvironment(Map.of(notary, "n")).find(label, "", 1)).isEmpty();
  }

  @Test
  void environment_withoutAnAnswer_leavesItToOthers() {
    KeyLabel root = new KeyLabel("root", Optional.empty());
    Passphrases both =
        Passphrases.ofEnvironment(Map.of("NOTARY_ROOT_PASSPHRASE", "n")).orElse(RIGHT);

    assertThat(both.find(TARGETS, "", 1)).isPresent();
    assertThat(both.find(root, "", 1)).isEmpty();
  }

  private static Optional<String> asked(Map<String, String> environment, KeyLabel label) {
    return Passphrases.ofEnvironment(environment).find(label, "", 0).map(String::new);
  }

  private PrivateKey stored() {
    PrivateKey key = PrivateKey.generate(KeyType.ECDSA, random);
    folder().put(TARGETS, key, PASSPHRASE.toCharArray());
    return key;
  }

  private KeyFolder folder() {
    return new KeyFolder(trust, random);
  }

  private static KeyId id(PrivateKey key) {
    return key.publicKey().canonicalId();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
