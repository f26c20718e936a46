package dev.lading.conformance.bench.server;

import dev.lading.conformance.bench.wire.Content;
import dev.lading.conformance.bench.wire.Image;
import dev.lading.conformance.bench.wire.TrustAuthor;
import dev.lading.content.Digest;
import dev.lading.storage.Durability;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.filesystem.FilesystemDriver;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.publish.Publishing;
import dev.lading.trust.publish.Resigning;
import dev.lading.trust.publish.ServerKeys;
import dev.lading.trust.publish.UpdateLimits;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.publish.UploadedPart;
import dev.lading.trust.service.TrustData;
import dev.lading.trust.signer.MasterKeys;
import dev.lading.trust.signer.SealedRoleSigner;
import dev.lading.trust.store.TrustStore;
import dev.lading.trust.verify.RootPins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.spec.SecretKeySpec;

/**
 * A store of {@value #REPOSITORIES} repositories, each with one image under {@value #TAGS} signed
 * tags. Made once, kept between runs. Its timestamps live for two weeks, after which it is made
 * anew.
 *
 * @param sealingKey beside the root, where a registry looks for it
 */
public record SignedTree(Path root, Path sealingKey) {
  public static final int REPOSITORIES = 10_000;
  public static final int TAGS = 100;

  private static final String SIGNED_TAG = "t-0";
  private static final String UNSIGNED = "unsigned";
  private static final long SEED = 5001;
  private static final long MAX_AGE_SECONDS = 10 * 24 * 3600;
  private static final long REMEMBERED_BYTES = 1 << 20;

  /** A signed tag of the repository number i. */
  public static String path(int i) {
    return "/v2/" + Tree.repository(i) + "/manifests/" + SIGNED_TAG;
  }

  /** A tag that is refused. */
  public String unsignedPath() {
    return "/v2/" + Tree.repository(0) + "/manifests/" + UNSIGNED;
  }

  static SignedTree open(Path directory, Instant now) throws IOException, InterruptedException {
    SignedTree tree =
        new SignedTree(directory.resolve("signed"), directory.resolve("signed.sealing-key"));
    Path complete = directory.resolve("signed.complete");
    if (!Files.exists(complete)
        || Files.getLastModifiedTime(complete)
            .toInstant()
            .plusSeconds(MAX_AGE_SECONDS)
            .isBefore(now)) {
      Files.deleteIfExists(complete);
      Tree.delete(tree.root);
      tree.make(now);
      Files.createFile(complete);
    }
    return tree;
  }

  private void make(Instant now) throws IOException, InterruptedException {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    Files.writeString(sealingKey, Base64.getEncoder().encodeToString(key) + "\n");
    Image image = Image.random(1, 1000, new Random(SEED));
    new TreeBuilder(root).catalog(image, REPOSITORIES, List.of(SIGNED_TAG, UNSIGNED));
    try (StorageDriver driver =
        FilesystemDriver.open(root, Durability.RELAXED, "bench", InstantSource.fixed(now))) {
      TrustData trust = trustData(driver, key, now);
      Map<String, Target> tags = tags(image.manifest());
      inParallel(i -> publish(trust, Gun.parse(gun(i)), tags, now));
    }
  }

  private static String gun(int i) {
    return Subjects.TRUST_HOST + "/" + Tree.repository(i);
  }

  private static TrustData trustData(StorageDriver driver, byte[] key, Instant now) {
    SecureRandom random = new SecureRandom();
    InstantSource clock = InstantSource.fixed(now);
    TrustStore store = new TrustStore(driver, clock, random, REMEMBERED_BYTES);
    MasterKeys masters = MasterKeys.of(new SecretKeySpec(key, "HKDF"), List.of(), random);
    SealedRoleSigner signer = new SealedRoleSigner(driver, masters, store, random);
    return new TrustData(
        store,
        new Publishing(signer, UpdateLimits.DEFAULT, _ -> RootPins.NONE),
        new Resigning(signer),
        new ServerKeys(signer, KeyType.ECDSA),
        clock,
        TrustData.Listener.NONE);
  }

  private static Map<String, Target> tags(Content manifest) {
    Target target = Target.of(Digest.parse(manifest.digest()), manifest.bytes().length);
    Map<String, Target> tags = new HashMap<>();
    for (int i = 0; i < TAGS; i++) {
      tags.put("t-" + i, target);
    }
    return tags;
  }

  private static void publish(TrustData trust, Gun gun, Map<String, Target> tags, Instant now) {
    var author = new TrustAuthor(gun, now, new SecureRandom());
    Map<Role, SignedMetadata> files =
        author.first(trust.key(gun, Role.SNAPSHOT), trust.key(gun, Role.TIMESTAMP), tags);
    List<UploadedPart> parts =
        files.entrySet().stream()
            .map(file -> new UploadedPart(file.getKey().text(), file.getValue().bytes()))
            .toList();
    if (!(trust.publish(gun, parts) instanceof Accepted)) {
      throw new IllegalStateException(gun + " cannot be signed");
    }
  }

  private interface Numbered {
    void run(int i);
  }

  private static void inParallel(Numbered task) throws InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < REPOSITORIES; i++) {
        int number = i;
        running.add(workers.submit(() -> task.run(number)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new SetupTrouble("cannot sign the repositories: " + e.getMessage(), e);
    }
  }
}
