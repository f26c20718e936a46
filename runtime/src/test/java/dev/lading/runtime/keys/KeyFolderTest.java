package dev.lading.runtime.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.runtime.keys.UnusableKey.Fault;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
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

  @Test
  void fileThatIsNoKey_isToldBesideThoseThatAre() throws IOException {
    PrivateKey key = stored();
    Path broken = trust.resolve("private/" + "0".repeat(64) + ".key");
    Files.writeString(broken, "no pem");
    Path unreadable = Files.createDirectory(trust.resolve("private/" + "f".repeat(64) + ".key"));

    KeyListing listing = folder().list();

    assertThat(listing.labels()).containsExactly(Map.entry(id(key), TARGETS));
    assertThat(listing.unusable())
        .extracting(UnusableKey::fault)
        .containsExactly(Fault.FORM, Fault.UNREADABLE);
    assertThat(listing.unusable())
        .extracting(UnusableKey::getMessage)
        .containsExactly(broken + " is no PEM", unreadable + " cannot be read");
    assertThatThrownBy(() -> folder().all())
        .isInstanceOfSatisfying(
            UnusableKey.class, e -> assertThat(e.fault()).isEqualTo(Fault.FORM));
  }

  @ParameterizedTest
  @CsvSource({"AES-256-CBC, AES, 32", "AES-128-CBC, AES, 16", "DES-EDE3-CBC, DESede, 24"})
  void read_ofOpensslsOlderForm(String name, String cipher, int keyBytes) throws Exception {
    PrivateKey key = PrivateKey.generate(KeyType.ECDSA, random);
    Cipher encryption = Cipher.getInstance(cipher + "/CBC/PKCS5Padding");
    byte[] iv = new byte[encryption.getBlockSize()];
    random.nextBytes(iv);
    SecretKeySpec secret = new SecretKeySpec(opensslsKey(iv, keyBytes), cipher);
    encryption.init(Cipher.ENCRYPT_MODE, secret, new IvParameterSpec(iv));
    String headers =
        "Proc-Type: 4,ENCRYPTED\nDEK-Info: %s,%s\n\n"
            .formatted(name, HexFormat.of().withUpperCase().formatHex(iv));
    Path file = olderForm(headers, encryption.doFinal(olderForm(key)));

    assertThat(KeyFolder.read(file, RIGHT).key().publicKey()).isEqualTo(key.publicKey());
    assertThatThrownBy(() -> KeyFolder.read(file, Passphrases.ofEnvironment(Map.of())))
        .isInstanceOfSatisfying(
            UnusableKey.class, e -> assertThat(e.fault()).isEqualTo(Fault.PASSPHRASE));
  }

  @Test
  void read_ofOpensslsOlderForm_inClear() throws IOException {
    PrivateKey key = PrivateKey.generate(KeyType.ECDSA, random);

    Path file = olderForm("", olderForm(key));

    assertThat(KeyFolder.read(file, RIGHT).key().publicKey()).isEqualTo(key.publicKey());
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

  private Path olderForm(String headers, byte[] content) throws IOException {
    return Files.writeString(
        trust.resolve("old.pem"),
        "-----BEGIN EC PRIVATE KEY-----\n%s%s\n-----END EC PRIVATE KEY-----\n"
            .formatted(headers, Base64.getMimeEncoder().encodeToString(content)));
  }

  /** RFC 5915 with the curve in it, as openssl writes it. */
  private static byte[] olderForm(PrivateKey key) throws IOException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.pkcs8());
    ECPrivateKey bare = ECPrivateKey.getInstance(info.parsePrivateKey());
    return new ECPrivateKey(256, bare.getKey(), info.getPrivateKeyAlgorithm().getParameters())
        .getEncoded();
  }

  /** {@code EVP_BytesToKey} with MD5, one round, and the begin of the IV for salt. */
  private static byte[] opensslsKey(byte[] iv, int bytes) throws NoSuchAlgorithmException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    byte[] key = new byte[0];
    while (key.length < bytes) {
      md5.update(key, Math.max(0, key.length - 16), Math.min(16, key.length));
      md5.update(PASSPHRASE.getBytes(StandardCharsets.UTF_8));
      md5.update(iv, 0, 8);
      byte[] longer = Arrays.copyOf(key, key.length + 16);
      System.arraycopy(md5.digest(), 0, longer, key.length, 16);
      key = longer;
    }
    return Arrays.copyOf(key, bytes);
  }
}
