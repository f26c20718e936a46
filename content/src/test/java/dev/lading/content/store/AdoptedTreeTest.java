package dev.lading.content.store;

import static dev.lading.content.store.TestStore.REPO;
import static dev.lading.content.store.TestStore.imageOf;
import static dev.lading.content.store.TestStore.sha256;
import static dev.lading.content.store.TestStore.sha512;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.ContentException.ManifestUnknown;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.Tag;
import dev.lading.content.UploadId;
import dev.lading.storage.StorageDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories as CNCF distribution leaves them, file by file, and what it finds of ours. */
class AdoptedTreeTest {
  private static final String LAYER = "a layer";
  private static final String CONFIG = "{}";
  private static final String IMAGE =
      imageOf(CONFIG)
          .replace("\"layers\":[", "\"layers\":[" + TestStore.descriptor(sha256(LAYER), 7));
  private static final Digest DIGEST = sha256(IMAGE);
  @TempDir private Path root;

  @Test
  void imageThatDistributionWrote_isServed() {
    adoptImage();
    try (StorageDriver driver = open()) {
      TestStore store = TestStore.over(driver);
      assertThat(store.catalog()).containsExactly("a/b");
      assertThat(store.list(REPO)).containsExactly("v1");
      assertThat(store.resolve(REPO, "v1")).contains(DIGEST);
      assertThat(store.manifest(REPO, DIGEST)).contains(IMAGE);
      assertThat(store.read(REPO, sha256(LAYER))).isEqualTo(LAYER);
    }
  }

  @Test
  void whatDistributionLeavesBehind_disturbsNothing() {
    adoptImage();
    String repository = "docker/registry/v2/repositories/a/b/";
    write("docker/registry/v2/blobs/sha256/stray.0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0.tmp", "x");
    write(repository + "_manifests/tags/v2/current/link", "");
    write(repository + "_manifests/tags/v3/index/sha256/" + DIGEST.hex() + "/link", DIGEST + "");
    write(repository + "_manifests/revisions/sha256/" + "0".repeat(64) + "/link", "");
    write(
        repository + "_manifests/revisions/sha256/" + DIGEST.hex() + "/signatures/sha256/x/link",
        "x");
    write(repository + "_uploads/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/startedat", "x");
    directory(repository + "_manifests/revisions/sha256/" + "1".repeat(64));
    directory(repository + "_manifests/tags/v4");
    directory("docker/registry/v2/repositories/gone/_manifests/revisions/sha256/" + "2".repeat(64));
    directory("docker/registry/v2/repositories/gone/_layers");
    write("scheduler-state.json", "{}");
    try (StorageDriver driver = open()) {
      for (TestStore store : List.of(TestStore.over(driver), TestStore.over(driver, _ -> {}))) {
        assertThat(store.catalog()).containsExactly("a/b");
        assertThat(store.list(REPO)).containsExactly("v1");
        assertThat(store.referrers().of(REPO, DIGEST, Optional.empty())).isEmpty();
      }
      TestStore.over(driver).manifests().remove(REPO, DIGEST);
      assertThat(TestStore.over(driver).catalog()).doesNotContain("gone");
    }
  }

  @Test
  void referrersThatDistributionNeverIndexed_areDerived() {
    adoptImage();
    String signature = TestStore.image(CONFIG, Optional.of(DIGEST));
    adoptManifest(signature);
    try (StorageDriver driver = open()) {
      assertThat(TestStore.over(driver).referrers().of(REPO, DIGEST, Optional.empty()))
          .extracting(Descriptor::digest)
          .containsExactly(sha256(signature));
    }
  }

  @Test
  void schema1Manifest_isNotServed_butCanBeRemoved() {
    adoptImage();
    String old = "{\"schemaVersion\":1,\"name\":\"a/b\",\"tag\":\"old\",\"fsLayers\":[]}";
    adoptManifest(old);
    tag("old", sha256(old));
    try (StorageDriver driver = open()) {
      TestStore store = TestStore.over(driver);
      assertThat(store.list(REPO)).containsExactly("old", "v1");
      assertThat(store.manifest(REPO, sha256(old))).isEmpty();
      assertThat(store.manifests().remove(REPO, sha256(old)))
          .extracting(Tag::name)
          .containsExactly("old");
    }
  }

  @Test
  void sha512ContentUnderItsSha256_isServedUnderBothNames() {
    adoptImage();
    write(link("_layers/sha512/" + sha512(LAYER).hex()), sha256(LAYER).toString());
    try (StorageDriver driver = open()) {
      TestStore store = TestStore.over(driver);
      assertThat(store.read(REPO, sha512(LAYER))).isEqualTo(LAYER);
      assertThat(store.blobs().find(REPO, sha512(LAYER))).contains(7L);
    }
  }

  @Test
  void linksThatEndInANewline_areRead() {
    adoptImage();
    write(link("_manifests/tags/v1/current"), DIGEST + "\n");
    write(link("_layers/sha256/" + sha256(LAYER).hex()), sha256(LAYER) + "\n");
    try (StorageDriver driver = open()) {
      TestStore store = TestStore.over(driver);
      assertThat(store.resolve(REPO, "v1")).contains(DIGEST);
      assertThat(store.read(REPO, sha256(LAYER))).isEqualTo(LAYER);
    }
  }

  @Test
  void uploadThatDistributionBegan_isContinued() {
    UUID uuid = UUID.fromString("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
    String upload = "docker/registry/v2/repositories/a/b/_uploads/" + uuid + "/";
    write(upload + "data", "a la");
    write(upload + "startedat", "2026-11-20T21:37:22Z");
    write(upload + "hashstates/sha256/4", "state");
    try (StorageDriver driver = open()) {
      TestStore store = TestStore.over(driver);
      UploadId id = new UploadId(uuid);
      assertThat(store.append(REPO, id, "yer")).isEqualTo(7);
      store.commit(REPO, id, sha256(LAYER));
      assertThat(store.read(REPO, sha256(LAYER))).isEqualTo(LAYER);
    }
    assertThat(root.resolve("docker/registry/v2/repositories/a/b/_uploads")).doesNotExist();
  }

  /** Given back: a tree of ours is, file by file, the one that distribution would have written. */
  @Test
  void treeThatWeWrite_isDistributionsOwn() {
    adoptImage();
    Map<String, String> theirs = files();
    wipe();
    try (StorageDriver driver = open()) {
      TestStore store = TestStore.over(driver);
      store.pushBlob(REPO, LAYER);
      store.pushBlob(REPO, CONFIG);
      store.pushManifest(REPO, "v1", IMAGE);
    }
    assertThat(files()).isEqualTo(theirs);
  }

  @Test
  void treeAfterRemovals_isEmptyButForBytes() {
    adoptImage();
    try (StorageDriver driver = open()) {
      TestStore store = TestStore.over(driver);
      store.manifests().remove(REPO, DIGEST);
      store.blobs().remove(REPO, sha256(LAYER));
      store.blobs().remove(REPO, sha256(CONFIG));
      assertThatThrownBy(() -> store.manifests().remove(REPO, DIGEST))
          .isInstanceOf(ManifestUnknown.class);
    }
    assertThat(files().keySet()).allMatch(file -> file.startsWith("docker/registry/v2/blobs/"));
  }

  private StorageDriver open() {
    return Drivers.FILESYSTEM.open(root, new TestClock());
  }

  private void adoptImage() {
    for (String blob : List.of(LAYER, CONFIG)) {
      adoptBlob(blob);
      write(link("_layers/sha256/" + sha256(blob).hex()), sha256(blob).toString());
    }
    adoptManifest(IMAGE);
    tag("v1", DIGEST);
  }

  private void adoptManifest(String json) {
    adoptBlob(json);
    write(link("_manifests/revisions/sha256/" + sha256(json).hex()), sha256(json).toString());
  }

  private void tag(String tag, Digest digest) {
    write(link("_manifests/tags/" + tag + "/index/sha256/" + digest.hex()), digest.toString());
    write(link("_manifests/tags/" + tag + "/current"), digest.toString());
  }

  private void adoptBlob(String text) {
    String hex = sha256(text).hex();
    write("docker/registry/v2/blobs/sha256/" + hex.substring(0, 2) + "/" + hex + "/data", text);
  }

  private static String link(String directory) {
    return "docker/registry/v2/repositories/a/b/" + directory + "/link";
  }

  private void write(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void directory(String path) {
    try {
      Files.createDirectories(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Distribution's part of the tree. */
  private Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root.resolve("docker"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), Files.readString(file, UTF_8));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void wipe() {
    try (Stream<Path> all = Files.walk(root.resolve("docker"))) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
