package dev.lading.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.RegistryUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

@Needs({"skopeo", "umoci", "busybox"})
@ParameterizedClass(autoCloseArguments = false) // all classes share them
@ArgumentsSource(RegistryUnderTest.class)
class SkopeoTest {
  private final Skopeo skopeo;
  private final Path directory;

  SkopeoTest(Registry registry, @TempDir Path directory) {
    this.directory = directory;
    this.skopeo = new Skopeo(ClientHome.in(directory), registry);
  }

  @Test
  void copy_thereAndBack_keepsTheDigest() {
    Path image = image();
    skopeo.copy("oci:" + image + ":v1", skopeo.docker("skopeo/copy:v1"));
    Path back = directory.resolve("back");
    skopeo.copy(skopeo.docker("skopeo/copy:v1"), "oci:" + back + ":v1");

    assertThat(skopeo.manifest("skopeo/copy:v1").sha256()).isEqualTo(BusyboxImage.digest(image));
    assertThat(BusyboxImage.digest(back)).isEqualTo(BusyboxImage.digest(image));
  }

  @Test
  void copy_asDockerManifest_keepsTheDigestByWhichItIsPulled() {
    skopeo.copy("oci:" + image() + ":v1", skopeo.docker("skopeo/s2:v1"), "--format=v2s2");
    String digest = skopeo.manifest("skopeo/s2:v1").sha256();
    skopeo.copy(skopeo.docker("skopeo/s2@" + digest), skopeo.docker("skopeo/s2:again"));

    assertThat(Json.parse(skopeo.manifest("skopeo/s2:v1").toString()).path("mediaType").asText())
        .isEqualTo(Manifest.DOCKER_IMAGE);
    assertThat(skopeo.manifest("skopeo/s2:again").sha256()).isEqualTo(digest);
  }

  @Test
  void copy_toAnotherRepository_mountsTheBlobs() {
    skopeo.copy("oci:" + image() + ":v1", skopeo.docker("skopeo/from:v1"));
    String notes = skopeo.copy(skopeo.docker("skopeo/from:v1"), skopeo.docker("skopeo/to:v1"));

    assertThat(notes).contains("mount OK");
    assertThat(skopeo.manifest("skopeo/to:v1").sha256())
        .isEqualTo(skopeo.manifest("skopeo/from:v1").sha256());
  }

  @Test
  void delete_takesTheImageAndItsTagsFromTheList() {
    Path image = image();
    skopeo.copy("oci:" + image + ":v1", skopeo.docker("skopeo/delete:v1"));
    skopeo.copy("oci:" + image + ":v1", skopeo.docker("skopeo/delete:same"));
    skopeo.copy("oci:" + image + ":v1", skopeo.docker("skopeo/delete:other"), "--format=v2s2");
    assertThat(skopeo.tags("skopeo/delete")).containsExactly("other", "same", "v1");

    skopeo.delete("skopeo/delete:v1");

    assertThat(skopeo.tags("skopeo/delete")).containsExactly("other");
    assertThat(skopeo.has("skopeo/delete:same")).isFalse();
    assertThat(skopeo.has("skopeo/delete:other")).isTrue();
  }

  private Path image() {
    return BusyboxImage.layout(skopeo.home(), directory.resolve("image"), "v1", "skopeo");
  }
}
