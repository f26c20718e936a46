package dev.lading.content.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.UploadId;
import dev.lading.storage.Key;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every key against the tree that CNCF distribution documents, letter for letter. */
class LayoutTest {
  private static final RepositoryName NAME = RepositoryName.parse("library/busybox");
  private static final Tag TAG = Tag.parse("v1.2");
  private static final String HEX = "5e" + "0".repeat(62);
  private static final Digest SHA256 = new Digest(Algorithm.SHA256, HEX);
  private static final Digest SHA512 = new Digest(Algorithm.SHA512, HEX + HEX);
  private static final UploadId ID =
      new UploadId(UUID.fromString("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"));
  private static final String REPOSITORY = "docker/registry/v2/repositories/library/busybox";

  @Test
  void blobData_isShardedByTheFirstByte() {
    assertThat(Layout.blobData(SHA256))
        .hasToString("docker/registry/v2/blobs/sha256/5e/" + HEX + "/data");
    assertThat(Layout.blobData(SHA512))
        .hasToString("docker/registry/v2/blobs/sha512/5e/" + HEX + HEX + "/data");
  }

  @Test
  void layerLinks_lieUnderTheRepository() {
    assertThat(Layout.layers(NAME)).hasToString(REPOSITORY + "/_layers");
    assertThat(Layout.layerLink(NAME, SHA256))
        .hasToString(REPOSITORY + "/_layers/sha256/" + HEX + "/link");
    assertThat(Layout.layerLink(NAME, SHA512))
        .hasToString(REPOSITORY + "/_layers/sha512/" + HEX + HEX + "/link");
  }

  @Test
  void revisionLinks_lieUnderTheRepositorysManifests() {
    assertThat(Layout.revisions(NAME)).hasToString(REPOSITORY + "/_manifests/revisions");
    assertThat(Layout.revisions(NAME, Algorithm.SHA512))
        .hasToString(REPOSITORY + "/_manifests/revisions/sha512");
    assertThat(Layout.revisionLink(NAME, SHA256))
        .hasToString(REPOSITORY + "/_manifests/revisions/sha256/" + HEX + "/link");
  }

  @Test
  void tags_haveACurrentLinkAndAHistory() {
    String tag = REPOSITORY + "/_manifests/tags/v1.2";
    assertThat(Layout.tags(NAME)).hasToString(REPOSITORY + "/_manifests/tags");
    assertThat(Layout.tag(NAME, TAG)).hasToString(tag);
    assertThat(Layout.tagLink(NAME, TAG)).hasToString(tag + "/current/link");
    assertThat(Layout.tagIndexLink(NAME, TAG, SHA256))
        .hasToString(tag + "/index/sha256/" + HEX + "/link");
  }

  @Test
  void uploads_haveTheirBytesAndTheirStart() {
    String upload = REPOSITORY + "/_uploads/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
    assertThat(Layout.upload(NAME, ID)).hasToString(upload);
    assertThat(Layout.uploadData(NAME, ID)).hasToString(upload + "/data");
    assertThat(Layout.uploadStartedAt(NAME, ID)).hasToString(upload + "/startedat");
  }

  @Test
  void ownState_liesBesideDistributionsTree() {
    assertThat(Layout.FORMAT).hasToString("lading/format");
  }

  @Test
  void longestNames_stillMakeAKey() {
    RepositoryName name = RepositoryName.parse("a".repeat(255));
    Tag tag = Tag.parse("t".repeat(128));
    Key longest = Layout.tagIndexLink(name, tag, SHA512);
    assertThat(longest.path()).hasSizeLessThan(1024);
  }

  @Test
  void revision_ofADirectoryName_isItsDigest() {
    assertThat(Digest.find(Algorithm.SHA256, HEX)).contains(SHA256);
    assertThat(Digest.find(Algorithm.SHA512, HEX + HEX)).contains(SHA512);
  }

  @Test
  void revision_ofAForeignDirectoryName_isEmpty() {
    assertThat(Digest.find(Algorithm.SHA256, "")).isEmpty();
    assertThat(Digest.find(Algorithm.SHA256, HEX + HEX)).isEmpty();
    assertThat(Digest.find(Algorithm.SHA256, HEX.replace('e', 'E'))).isEmpty();
    assertThat(Digest.find(Algorithm.SHA256, HEX.replace('e', 'x'))).isEmpty();
  }
}
