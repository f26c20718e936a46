package dev.lading.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.support.RegistryProcess;
import dev.lading.runtime.keys.KeyFolder;
import dev.lading.runtime.keys.KeyLabel;
import dev.lading.runtime.keys.LabelledKey;
import dev.lading.runtime.keys.Passphrases;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One folder of keys, worked on by notary's program and by ours. */
@Needs({"notary", "notary-server"})
class NotaryKeysTest {
  private static final String GUN = "localhost:5000/team/app";
  private static final Map<String, String> PASSPHRASES =
      Map.of(
          "NOTARY_ROOT_PASSPHRASE", "root-passphrase",
          "NOTARY_TARGETS_PASSPHRASE", "targets-passphrase",
          "NOTARY_SNAPSHOT_PASSPHRASE", "snapshot-passphrase",
          "NOTARY_DELEGATION_PASSPHRASE", "p\u00e4ssphrase-of-a-delegation");

  private final Path trust;
  private final KeyFolder folder;
  private final ClientHome home;
  private final Passphrases passphrases = Passphrases.ofEnvironment(PASSPHRASES);

  NotaryKeysTest(@TempDir Path directory) {
    this.trust = directory.resolve("trust");
    this.folder = new KeyFolder(trust, new SecureRandom());
    this.home = ClientHome.in(directory).with(PASSPHRASES);
  }

  @Test
  void keysThatNotaryMade_areRead() {
    notary("key", "generate", "ecdsa");
    notary("key", "generate", "ecdsa", "-r", "targets/alice");

    SortedMap<KeyId, KeyLabel> keys = folder.all();
    assertThat(keys.values())
        .extracting(KeyLabel::role)
        .containsExactlyInAnyOrder("root", "targets/alice");
    keys.keySet().forEach(this::requireReadable);
  }

  @Test
  void keyThatNotaryExported_isRead() {
    notary("key", "generate", "ecdsa");
    Path exported = trust.resolve("exported.pem");
    notary("key", "export", "-o", exported.toString());

    LabelledKey key = KeyFolder.read(exported, passphrases);

    assertThat(folder.all()).containsOnlyKeys(key.key().publicKey().canonicalId());
    assertThat(key.label().role()).isEqualTo("root");
  }

  /** It imports what it exported, and none of the files of a key folder, its own neither. */
  @Test
  void keyOfOurs_isExportedAndImportedByNotary() {
    PrivateKey key = PrivateKey.generate(KeyType.ECDSA, new SecureRandom());
    put(folder, new KeyLabel("root", Optional.empty()), key);
    String exported = trust.resolve("exported.pem").toString();
    notary("key", "export", "-o", exported);

    Path elsewhere = trust.resolveSibling("elsewhere");
    home.run("notary", "-d", elsewhere.toString(), "key", "import", exported);

    assertThat(home.run("notary", "-d", elsewhere.toString(), "key", "list").out())
        .contains(key.publicKey().canonicalId().hex());
    assertThat(new KeyFolder(elsewhere, new SecureRandom()).all())
        .containsOnlyKeys(key.publicKey().canonicalId());
  }

  @Test
  void keysOfOurs_signWhatNotaryPublishes() throws IOException {
    PrivateKey root = PrivateKey.generate(KeyType.ECDSA, new SecureRandom());
    put(folder, new KeyLabel("root", Optional.empty()), root);
    try (RegistryProcess server = NotaryServer.start(home.directory())) {
      notary("-s", server.url().toString(), "init", "-p", GUN);

      assertThat(notary("key", "list").out()).contains(root.publicKey().canonicalId().hex());
      assertThat(folder.all().values())
          .containsExactlyInAnyOrder(
              new KeyLabel("root", Optional.empty()),
              new KeyLabel("targets", Optional.of(GUN)),
              new KeyLabel("snapshot", Optional.of(GUN)));
      Collection<KeyId> all = folder.all().keySet();
      all.forEach(this::requireReadable);
    }
  }

  private void requireReadable(KeyId id) {
    byte[] message = {1, 2, 3};
    PrivateKey key = folder.get(id, passphrases);
    assertThat(key.publicKey().verifies(key.method(), message, key.sign(message))).isTrue();
  }

  private void put(KeyFolder into, KeyLabel label, PrivateKey key) {
    into.put(label, key, passphrases.find(label, "", 0).orElseThrow());
  }

  private ClientHome.Output notary(String... arguments) {
    List<String> command =
        Stream.concat(Stream.of("notary", "-d", trust.toString()), Stream.of(arguments)).toList();
    return home.run(command.toArray(String[]::new));
  }
}
