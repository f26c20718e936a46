package dev.lading.runtime.pull;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Digest;
import dev.lading.runtime.files.Boot;
import dev.lading.runtime.image.DataFolder;
import dev.lading.runtime.image.ImageException.Damaged;
import dev.lading.runtime.image.ImageException.NoImage;
import dev.lading.runtime.image.ImageException.NoPlatform;
import dev.lading.runtime.image.LocalImage;
import dev.lading.runtime.image.LocalImages;
import dev.lading.runtime.image.Platform;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.registry.RegistryException.WrongBytes;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.played.PlayedServer;
import dev.lading.runtime.registry.played.Setting;
import dev.lading.runtime.trust.FirstUse;
import dev.lading.runtime.trust.TrustPins;
import dev.lading.runtime.trust.TrustReader;
import dev.lading.runtime.trust.TrustStates;
import dev.lading.runtime.unpack.UnpackException;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole pulls from a registry that holds what a test gave it. */
class PullTest {
  private static final Platform AMD64 = Platform.ofJvm("amd64");
  private static final ServedImage IMAGE = ServedImage.of("linux/amd64", "one", "two", "one");
  private static final ServedImage OTHER = ServedImage.of("linux/amd64", "two", "three");
  private static final ServedImage ARM = ServedImage.of("linux/arm64", "arm");

  @TempDir private Path folder;
  private final PlayedServer server = PlayedServer.start();
  private final Transport transport = Setting.usual().transport();
  private LocalImages images;

  @BeforeEach
  void open() {
    images = LocalImages.open(new DataFolder(folder.resolve("data")));
  }

  @AfterEach
  void close() {
    images.close();
    transport.close();
    server.close();
  }

  @Test
  void image_isHere_withItsName_itsBlobsAndItsRoot() {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());

    Pull.Pulled pulled = pull("1.0");

    assertThat(pulled.name().name()).isEqualTo(name("1.0"));
    assertThat(pulled.name().stoodFor()).isEqualTo(IMAGE.digest());
    assertThat(pulled.name().isVerified()).isFalse();
    assertThat(pulled.root()).isDirectory();
    assertThat(images.all()).containsExactly(pulled.name());
    assertThat(images.isWhole(images.read(pulled.name()))).isTrue();
  }

  @Test
  void layerThatIsThereTwice_comesOnce() {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());

    pull("1.0");

    assertThat(server.lines()).filteredOn(blob(IMAGE, 0)::equals).hasSize(1);
  }

  @Test
  void layersOfOtherImages_areNotFetchedAgain() {
    put(IMAGE);
    put(OTHER);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    tag("2.0", ServedImage.MANIFEST, OTHER.manifest());

    pull("1.0");
    pull("2.0");

    assertThat(server.lines()).filteredOn(blob(OTHER, 0)::equals).hasSize(1);
  }

  @Test
  void whatIsHere_costsOneQuestion() {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    pull("1.0");
    int asked = server.seen().size();

    pull("1.0");

    assertThat(server.lines().subList(asked, server.lines().size()))
        .containsExactly("GET /v2/", "HEAD /v2/team/app/manifests/1.0");
  }

  @Test
  void index_standsForTheImageOfThePlatform() {
    put(IMAGE);
    put(ARM);
    byte[] index = ServedImage.index(ARM.entry("linux/arm64"), IMAGE.entry("linux/amd64"));
    tag("1.0", ServedImage.INDEX, index);
    manifest(ServedImage.digest(index).toString(), ServedImage.INDEX, index);

    assertThat(pull("1.0").image().manifest().digest()).isEqualTo(IMAGE.digest());
    assertThat(pull("1.0", Platform.ofJvm("aarch64")).image().manifest().digest())
        .isEqualTo(ARM.digest());
    assertThatThrownBy(() -> pull("1.0", Platform.ofJvm("riscv64")))
        .isInstanceOf(NoPlatform.class)
        .hasMessageContaining("There is: linux/arm64, linux/amd64");
  }

  @Test
  void imageForAnotherPlatform_isRefused_whateverItsIndexSays() {
    put(ARM);
    tag("1.0", ServedImage.MANIFEST, ARM.manifest());
    byte[] lying = ServedImage.index(ARM.entry("linux/amd64"));
    tag("2.0", ServedImage.INDEX, lying);
    manifest(ServedImage.digest(lying).toString(), ServedImage.INDEX, lying);

    for (String tag : List.of("1.0", "2.0")) {
      assertThatThrownBy(() -> pull(tag)).isInstanceOf(NoPlatform.class);
    }
    assertThat(images.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.oci.empty.v1+json",
        "application/vnd.cncf.helm.config.v1+json",
        "application/octet-stream"
      })
  void artifact_isNoImage(String configType) {
    ServedImage artifact = IMAGE.ofType(configType);
    put(artifact);
    tag("1.0", ServedImage.MANIFEST, artifact.manifest());

    assertThatThrownBy(() -> pull("1.0"))
        .isInstanceOf(NoImage.class)
        .hasMessageContaining(configType);
  }

  @Test
  void indexOfAnIndex_isNoImage() {
    byte[] inner = ServedImage.index(IMAGE.entry("linux/amd64"));
    String entry =
        """
        {"mediaType":"%s","digest":"%s","size":%d,"platform":{"os":"linux","architecture":"amd64"}}"""
            .formatted(ServedImage.INDEX, ServedImage.digest(inner), inner.length);
    byte[] outer = ServedImage.index(entry);
    tag("1.0", ServedImage.INDEX, outer);
    manifest(ServedImage.digest(outer).toString(), ServedImage.INDEX, outer);
    manifest(ServedImage.digest(inner).toString(), ServedImage.INDEX, inner);

    assertThatThrownBy(() -> pull("1.0")).isInstanceOf(NoImage.class);
  }

  @Test
  void manifestWithOtherBytesThanItsDigest_isRefused() {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    server.on(
        "GET /v2/team/app/manifests/" + IMAGE.digest(),
        e -> e.with("Content-Type", ServedImage.MANIFEST).answer(200, OTHER.manifest()));

    assertThatThrownBy(() -> pull("1.0")).isInstanceOf(WrongBytes.class);
    assertThat(images.all()).isEmpty();
  }

  @Test
  void layerWithOtherBytes_leavesNoName_andNoRoot() throws IOException {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    server.on(blob(IMAGE, 1), e -> e.answer(200, new byte[IMAGE.layers().get(1).length]));

    assertThatThrownBy(() -> pull("1.0")).isInstanceOf(WrongBytes.class);

    assertThat(images.all()).isEmpty();
    assertThat(roots()).isEmpty();
  }

  @Test
  void layerThatIsNotWhatTheConfigSays_isRefused() throws IOException {
    ServedImage lying =
        new ServedImage(
            rewritten(IMAGE.manifest(), IMAGE.layer(1).digest(), OTHER.layer(1).digest(), 2),
            IMAGE.config(),
            List.of(IMAGE.layers().get(0), OTHER.layers().get(1), IMAGE.layers().get(2)));
    put(lying);
    tag("1.0", ServedImage.MANIFEST, lying.manifest());

    assertThatThrownBy(() -> pull("1.0")).isInstanceOf(UnpackException.class);

    assertThat(images.all()).isEmpty();
    assertThat(roots()).isEmpty();
  }

  @Test
  void pullThatFailed_goesOnWithTheNext() {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    server.on(blob(IMAGE, 1), e -> e.answer(404, "{}"));
    assertThatThrownBy(() -> pull("1.0")).hasMessageContaining("404");
    int asked = server.seen().size();
    put(IMAGE);

    pull("1.0");

    assertThat(server.lines().subList(asked, server.lines().size()))
        .doesNotContain(blob(IMAGE, 0))
        .contains(blob(IMAGE, 1));
  }

  @Test
  void removed_takesAlongWhatNoOtherImageNeeds() throws IOException {
    put(IMAGE);
    put(OTHER);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    tag("2.0", ServedImage.MANIFEST, OTHER.manifest());
    LocalImage one = pull("1.0").name();
    Pull.Pulled other = pull("2.0");

    long freed = images.remove(one, Set::of);

    assertThat(images.all()).containsExactly(other.name());
    assertThat(images.isWhole(images.read(other.name()))).isTrue();
    assertThat(roots()).containsExactly(other.root());
    assertThat(freed)
        .isEqualTo(
            IMAGE.manifest().length + IMAGE.config().length + IMAGE.layers().getFirst().length);
  }

  @Test
  void rootOfAnEarlierRunOfTheMachine_isUnpackedAgain() throws IOException {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    Path former = pull("1.0").root();
    images.close();
    images = LocalImages.open(new DataFolder(folder.resolve("data")), new Boot("next"));
    int asked = server.seen().size();

    Path now = pull("1.0").root();

    assertThat(roots()).containsExactly(now).doesNotContain(former);
    assertThat(server.lines().subList(asked, server.lines().size()))
        .noneMatch(line -> line.contains("/blobs/"));
  }

  @Test
  void layerThatWasDamagedHere_isToldSo_andFetchedByTheNextPull() throws IOException {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    pull("1.0");
    Path blob = folder.resolve("data/images/blobs/sha256/" + IMAGE.layer(0).digest().hex());
    Files.write(blob, new byte[(int) IMAGE.layer(0).size()]);
    images.close();
    images = LocalImages.open(new DataFolder(folder.resolve("data")), new Boot("next"));

    assertThatThrownBy(() -> pull("1.0")).isInstanceOf(Damaged.class);

    assertThat(pull("1.0").root()).isDirectory();
    assertThat(blob).hasBinaryContent(IMAGE.layers().getFirst());
  }

  @Test
  void rootThatAContainerUses_stays() throws IOException {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    Pull.Pulled one = pull("1.0");

    images.remove(one.name(), () -> Set.of(one.root()));

    assertThat(images.all()).isEmpty();
    assertThat(roots()).containsExactly(one.root());
  }

  @Test
  void kept_isWhatTheNameStoodFor_withoutAnyQuestion() {
    put(IMAGE);
    put(OTHER);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    Pull.Pulled pulled = pull("1.0");
    tag("1.0", ServedImage.MANIFEST, OTHER.manifest());
    int asked = server.seen().size();

    assertThat(kept("1.0", AMD64)).contains(pulled);
    assertThat(server.seen()).hasSize(asked);
  }

  @Test
  void kept_isUnpackedAgainInTheNextRunOfTheMachine() {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    pull("1.0");
    images.close();
    images = LocalImages.open(new DataFolder(folder.resolve("data")), new Boot("next"));

    assertThat(kept("1.0", AMD64)).hasValueSatisfying(p -> assertThat(p.root()).isDirectory());
  }

  @Test
  void kept_isNothing_ofOtherNames_forOtherPlatforms_andWhenALayerIsMissing() throws IOException {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    pull("1.0");
    assertThat(kept("2.0", AMD64)).isEmpty();
    assertThat(kept("1.0", Platform.ofJvm("aarch64"))).isEmpty();

    images.close();
    images = LocalImages.open(new DataFolder(folder.resolve("data")), new Boot("next"));
    Files.delete(folder.resolve("data/images/blobs/sha256/" + IMAGE.layer(0).digest().hex()));
    assertThat(kept("1.0", AMD64)).isEmpty();
  }

  @Test
  void pullOfWhatIsHere_writesNothing() throws IOException {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    pull("1.0");
    Path index = folder.resolve("data/images/index.json");
    Object former = Files.readAttributes(index, BasicFileAttributes.class).fileKey();

    pull("1.0");

    assertThat(Files.readAttributes(index, BasicFileAttributes.class).fileKey()).isEqualTo(former);
  }

  @Test
  void whoRemoves_asksWhatIsInUse_whileNobodyAdds() {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    Pull.Pulled one = pull("1.0");

    images.remove(
        one.name(),
        () -> {
          assertThatThrownBy(images::adding).isInstanceOf(OverlappingFileLockException.class);
          return Set.of();
        });
  }

  @Test
  void whoBeginsToUseAnImage_doesSoWhileNobodyRemovesIt() {
    put(IMAGE);
    tag("1.0", ServedImage.MANIFEST, IMAGE.manifest());
    Pull.Pulled one = pull("1.0");

    Optional<String> begun =
        images.whileHere(
            one.root(),
            () -> {
              assertThatThrownBy(images::adding).isInstanceOf(OverlappingFileLockException.class);
              return "begun";
            });
    images.remove(one.name(), Set::of);

    assertThat(begun).contains("begun");
    assertThat(images.whileHere(one.root(), () -> "too late")).isEmpty();
  }

  private Optional<Pull.Pulled> kept(String tag, Platform platform) {
    return new KeptImages(images, Progress.NONE).find(ImageReference.parse(name(tag)), platform);
  }

  private Pull.Pulled pull(String tag) {
    return pull(tag, AMD64);
  }

  private Pull.Pulled pull(String tag, Platform platform) {
    TrustReader reader =
        new TrustReader(
            new TrustStates(folder.resolve("trust")),
            TrustPins.NONE,
            FirstUse.REFUSED,
            Setting.usual().clock());
    return new Pull(
            Setting.usual().client(server.host(), transport),
            new TrustGate(TrustMode.OFF, reader, Doubt.REFUSED),
            images,
            Progress.NONE,
            Setting.usual().clock())
        .pull(ImageReference.parse(name(tag)), platform);
  }

  private String name(String tag) {
    return server.host() + "/team/app:" + tag;
  }

  private void put(ServedImage image) {
    manifest(image.digest().toString(), ServedImage.MANIFEST, image.manifest());
    server.on(
        "GET /v2/team/app/blobs/" + ServedImage.digest(image.config()),
        e -> e.answer(200, image.config()));
    for (int i = 0; i < image.layers().size(); i++) {
      byte[] layer = image.layers().get(i);
      server.on(blob(image, i), e -> e.answer(200, layer));
    }
  }

  private void tag(String tag, String mediaType, byte[] bytes) {
    manifest(tag, mediaType, bytes);
  }

  private void manifest(String reference, String mediaType, byte[] bytes) {
    for (String method : List.of("GET", "HEAD")) {
      server.on(
          method + " /v2/team/app/manifests/" + reference,
          e ->
              e.with("Content-Type", mediaType)
                  .with("Docker-Content-Digest", ServedImage.digest(bytes).toString())
                  .answer(200, bytes));
    }
  }

  private static String blob(ServedImage image, int layer) {
    return "GET /v2/team/app/blobs/" + image.layer(layer).digest();
  }

  private List<Path> roots() throws IOException {
    if (!Files.exists(folder.resolve("data/roots"))) {
      return List.of();
    }
    try (Stream<Path> roots = Files.list(folder.resolve("data/roots"))) {
      return roots.toList();
    }
  }

  /** The manifest with another layer's digest, and its size where that differs by some bytes. */
  private static byte[] rewritten(byte[] manifest, Digest from, Digest to, int longer) {
    String text = new String(manifest, UTF_8);
    int at = text.indexOf(from.toString());
    String before = text.substring(0, at);
    String after = text.substring(at + from.toString().length());
    String size = "\"size\":" + IMAGE.layers().get(1).length;
    String resized =
        after.replaceFirst(size, "\"size\":" + (IMAGE.layers().get(1).length + longer));
    return (before + to + resized).getBytes(UTF_8);
  }
}
