package dev.lading.runtime.pull;

import dev.lading.content.Descriptor;
import dev.lading.content.Manifest;
import dev.lading.content.MediaType;
import dev.lading.runtime.image.ImageConfig;
import dev.lading.runtime.image.ImageException.NoImage;
import dev.lading.runtime.image.ImageException.NoPlatform;
import dev.lading.runtime.image.LocalImage;
import dev.lading.runtime.image.LocalImages;
import dev.lading.runtime.image.Platform;
import dev.lading.runtime.image.PresentImage;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.registry.client.FetchedManifest;
import dev.lading.runtime.registry.client.Manifests;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.unpack.Layer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One pull: what may be pulled, its manifest and config, its layers, its root filesystem. */
public final class Pull {
  /** What images of Docker's and of the OCI have; anything else is an artifact. */
  private static final Set<String> CONFIGS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");

  private static final long CONFIG_LIMIT_BYTES = 8L << 20;

  private final RegistryClient registry;
  private final TrustGate gate;
  private final LocalImages here;
  private final Progress progress;
  private final InstantSource clock;

  public Pull(
      RegistryClient registry,
      TrustGate gate,
      LocalImages here,
      Progress progress,
      InstantSource clock) {
    this.registry = registry;
    this.gate = gate;
    this.here = here;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * What a pull came to.
   *
   * @param root not to be written to
   */
  public record Pulled(LocalImage name, PresentImage image, Path root) {}

  /**
   * Brings an image here, or finds that it is here. What came of a pull that fails is kept for the
   * next try, without a name.
   */
  public Pulled pull(ImageReference reference, Platform platform) {
    Admitted admitted = gate.admit(reference, registry);
    try (FileLock _ = here.adding()) {
      PresentImage image =
          present(reference, admitted, platform)
              .orElseGet(() -> described(reference, admitted, platform));
      Path root = unpacked(reference, image);
      LocalImage name = named(reference, admitted, image);
      here.name(name);
      return new Pulled(name, image, root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      progress.ends();
    }
  }

  /** What lies here and is just what was admitted. */
  private Optional<PresentImage> present(
      ImageReference reference, Admitted admitted, Platform platform) {
    return here.find(reference.wholeName())
        .filter(image -> image.stoodFor().equals(admitted.digest()))
        .filter(image -> platform.runs(image.platform()))
        .map(here::read);
  }

  private PresentImage described(ImageReference reference, Admitted admitted, Platform platform) {
    Manifests manifests = registry.manifests(reference.repository());
    FetchedManifest fetched = manifests.get(admitted.digest());
    admitted.requireLength(reference, fetched.bytes().length);
    Manifest manifest = parsed(fetched);
    if (manifest.mediaType().kind() == MediaType.Kind.INDEX) {
      Descriptor child = new PlatformChoice(reference, platform).of(fetched.bytes(), manifest);
      fetched = manifests.get(child.digest());
      manifest = parsed(fetched);
    }
    PresentImage image = withConfig(reference, fetched, manifest);
    if (!platform.runs(image.says().platform())) {
      throw new NoPlatform(reference, platform, List.of(image.says().platform()));
    }
    here.blobs().put(image.manifest().digest(), fetched.bytes());
    return image;
  }

  private PresentImage withConfig(
      ImageReference reference, FetchedManifest fetched, Manifest manifest) {
    Descriptor config = config(manifest);
    fetching(reference).fetch(config);
    Descriptor descriptor =
        Descriptor.of(
            manifest.mediaType().toString(), fetched.descriptor().digest(), fetched.bytes().length);
    return PresentImage.of(
        descriptor, manifest, config, ImageConfig.parse(here.blobs().read(config)));
  }

  private static Descriptor config(Manifest manifest) {
    if (manifest.mediaType().kind() == MediaType.Kind.INDEX) {
      throw new NoImage("its index holds another index");
    }
    Descriptor config =
        manifest.config().orElseThrow(() -> new NoImage("its manifest names no config"));
    if (!CONFIGS.contains(config.mediaType())) {
      throw new NoImage("it is of the type " + manifest.effectiveArtifactType().orElse("unknown"));
    }
    if (config.size() > CONFIG_LIMIT_BYTES) {
      throw new NoImage("its config has " + config.size() + " bytes");
    }
    return config;
  }

  /** Layers come side by side, and are unpacked in their order as soon as they are here. */
  private Path unpacked(ImageReference reference, PresentImage image) {
    List<Descriptor> layers = image.layers().stream().map(Layer::descriptor).distinct().toList();
    List<Descriptor> missing = layers.stream().filter(layer -> !here.blobs().has(layer)).toList();
    progress.begins(missing);
    try (Layers coming = new Layers(missing, fetching(reference))) {
      Path root = here.root(image, layer -> coming.await(layer.descriptor()), progress::unpacked);
      coming.awaitAll(missing);
      return root;
    }
  }

  private Fetching fetching(ImageReference reference) {
    return new Fetching(registry.blobs(reference.repository()), here.blobs(), progress);
  }

  private LocalImage named(ImageReference reference, Admitted admitted, PresentImage image) {
    return new LocalImage(
        reference.wholeName(),
        admitted.digest(),
        image.manifest(),
        image.says().platform(),
        clock.instant(),
        admitted.isVerified());
  }

  private static Manifest parsed(FetchedManifest fetched) {
    return Manifest.parse(fetched.bytes(), Optional.of(fetched.descriptor().mediaType()));
  }
}
