package dev.lading.conformance.crash.power;

import dev.lading.conformance.crash.Reading;
import dev.lading.content.ContentException.BlobUnknown;
import dev.lading.content.Digest;
import dev.lading.content.Reference;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.claim.GcTerms;
import dev.lading.content.claim.Pause;
import dev.lading.content.store.ContentStore;
import dev.lading.content.store.StoredManifest;
import dev.lading.storage.BlobSource;
import dev.lading.storage.Durability;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.filesystem.FilesystemDriver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the server would hand out from a directory, without the server. */
final class StoreReading implements Reading, AutoCloseable {
  private static final int TAGS_LIMIT = 1000;

  private final StorageDriver driver;
  private final ContentStore store;

  private StoreReading(StorageDriver driver, ContentStore store) {
    this.driver = driver;
    this.store = store;
  }

  static StoreReading open(Path root) {
    Clock clock = Clock.systemUTC();
    // What is synced while looking makes no difference to what is seen.
    StorageDriver driver = FilesystemDriver.open(root, Durability.RELAXED, "the inspection", clock);
    try {
      var settings = new ContentStore.Settings(1 << 20, 1 << 20, 1 << 30, GcTerms.DEFAULT);
      var surroundings =
          new ContentStore.Surroundings(
              clock, System::nanoTime, UUID::randomUUID, Runnable::run, Pause.SLEEP);
      return new StoreReading(driver, ContentStore.open(driver, settings, surroundings, List.of()));
    } catch (RuntimeException e) {
      driver.close();
      throw e;
    }
  }

  @Override
  public Optional<byte[]> blob(String repository, String digest) {
    try (BlobSource source =
            store.blobs().open(new RepositoryName(repository), Digest.parse(digest));
        InputStream in = source.open(0, source.size())) {
      return Optional.of(in.readAllBytes());
    } catch (BlobUnknown _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<byte[]> manifest(String repository, String reference) {
    var name = new RepositoryName(repository);
    Optional<Digest> digest =
        switch (Reference.parse(reference)) {
          case Digest itself -> Optional.of(itself);
          case Tag tag -> store.tags().resolve(name, tag);
        };
    return digest.flatMap(d -> store.manifests().find(name, d)).map(StoredManifest::bytes);
  }

  @Override
  public List<String> tags(String repository) {
    return store.tags().list(new RepositoryName(repository), Optional.empty(), TAGS_LIMIT);
  }

  @Override
  public void close() {
    driver.close();
  }
}
