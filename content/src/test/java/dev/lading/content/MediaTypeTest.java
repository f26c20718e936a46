package dev.lading.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {
  @ParameterizedTest
  @EnumSource
  void find_ignoresParametersAndCase(MediaType type) {
    assertThat(MediaType.find(type.toString())).contains(type);
    assertThat(MediaType.find(type + "; charset=utf-8")).contains(type);
    assertThat(MediaType.find(" " + type.toString().replace("vnd", "VND") + " ;q=1"))
        .contains(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "application/json",
        "application/vnd.docker.distribution.manifest.v1+prettyjws",
        "application/vnd.docker.distribution.manifest.v1+json",
        "application/vnd.oci.artifact.manifest.v1+json",
        "application/vnd.oci.image.manifest.v1",
        "application/vnd.oci.image.manifest.v1+json2"
      })
  void find_ofAnythingElse_isEmpty(String text) {
    assertThat(MediaType.find(text)).isEmpty();
  }

  @Test
  void kind_ofIndexesAndLists_isIndex() {
    assertThat(MediaType.OCI_INDEX.kind()).isEqualTo(MediaType.Kind.INDEX);
    assertThat(MediaType.DOCKER_LIST.kind()).isEqualTo(MediaType.Kind.INDEX);
    assertThat(MediaType.OCI_MANIFEST.kind()).isEqualTo(MediaType.Kind.IMAGE);
    assertThat(MediaType.DOCKER_MANIFEST.kind()).isEqualTo(MediaType.Kind.IMAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "application/vnd.oci.image.layer.nondistributable.v1.tar, true",
    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip, true",
    "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd, true",
    "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip, true",
    "application/vnd.docker.image.rootfs.foreign.diff.tar, true",
    "application/vnd.oci.image.layer.v1.tar+gzip, false",
    "application/vnd.docker.image.rootfs.diff.tar.gzip, false",
    "application/vnd.docker.image.rootfs.foreign.diff.tar.other, false"
  })
  void isNonDistributable_goesByTheMediaType(String mediaType, boolean expected) {
    Descriptor layer = Descriptor.of(mediaType, Digest.of(Algorithm.SHA256, new byte[0]), 0);
    assertThat(layer.isNonDistributable()).isEqualTo(expected);
  }
}
