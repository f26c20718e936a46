package dev.lading.trust.signer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.storage.StorageDriver;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role.ServerRole;
import dev.lading.trust.TrustException.SigningFault;
import dev.lading.trust.TrustException.SigningRefused;
import dev.lading.trust.canonical.CanonicalJson;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.ServerMetadata;
import dev.lading.trust.metadata.Signature;
import dev.lading.trust.store.Generation;
import dev.lading.trust.store.NamedFile;
import dev.lading.trust.store.TrustStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Signs in this process, with keys that lie sealed in the store and are shared by all replicas.
 *
 * <p><b>Versions.</b> There is no counter of its own: the newest generation is one. What was signed
 * counts for nothing until a generation names it, and that happens only behind the newest, once
 * ({@link TrustStore#publish}). So the signer asks the store itself which version is in force,
 * believes no caller, and signs only what is higher; of two that race for one version both may be
 * signed, and one is ever seen. A counter in the same store could be set back by just those who can
 * remove generations, it would cost a durable write for each signature, and it would burn a version
 * with every publication that is overtaken. A signer in a process of its own, which does not see
 * the store, has to count for itself.
 *
 * <p>A key that had signed before its repository was deleted still answers for what it said then,
 * for clients remember it: with it, versions go on from the highest in any life. A key that is new
 * begins anew.
 *
 * <p><b>Keys.</b> Those of one repository and role are a chain, added to by {@code writeIfAbsent}:
 * whoever loses takes the winner's. A key has signed when that is noted in the store, which is done
 * before its first signature leaves; from then on, another one is made for whoever asks. None is
 * removed: an owner may come back to one, and whoever can name one in a root needs none of ours.
 */
public final class SealedRoleSigner implements RoleSigner {
  private static final int REMEMBERED_KEYS = 2_000;

  private final SealedKeys keys;
  private final TrustStore store;
  private final SecureRandom random;

  // Opened keys, and for which generation each first signed. Both never change.
  private final Cache<Wanted, HeldKey> opened = remembering();
  private final Cache<RoleKey, Long> firstUses = remembering();

  private record Wanted(Gun gun, ServerRole role, KeyId id) {}

  public SealedRoleSigner(
      StorageDriver driver, MasterKeys masters, TrustStore store, SecureRandom random) {
    this.keys = new SealedKeys(driver, masters);
    this.store = store;
    this.random = random;
  }

  /**
   * {@inheritDoc}
   *
   * <p>What has signed is not opened: if it cannot be any more, another one is the way out.
   *
   * @throws KeyUnreadable when there is one that has not signed and cannot be opened; no other is
   *     made
   */
  @Override
  public PublicKey pending(Gun gun, ServerRole role, KeyType type) {
    if (type != KeyType.ECDSA && type != KeyType.ED25519) {
      throw new IllegalArgumentException("no server signs with " + type.id());
    }
    while (true) {
      List<RoleKey> chain = keys.list(gun, role);
      Optional<HeldKey> unused =
          chain.reversed().stream()
              .takeWhile(place -> firstUse(place).isEmpty())
              .flatMap(place -> keys.find(place).stream())
              .filter(key -> key.is(type))
              .findFirst();
      if (unused.isPresent()) {
        return unused.get().key().publicKey();
      }
      long next = chain.isEmpty() ? 1 : chain.getLast().number() + 1;
      keys.add(new HeldKey(new RoleKey(gun, role, next), PrivateKey.generate(type, random)));
      // Mine or another replica's: what is read again is what is there.
    }
  }

  @Override
  public boolean holds(Gun gun, ServerRole role, KeyId id) {
    return find(new Wanted(gun, role, id)).isPresent();
  }

  @Override
  public Signature sign(Gun gun, KeyId id, ServerMetadata body) {
    HeldKey key =
        find(new Wanted(gun, body.role(), id))
            .orElseThrow(
                () ->
                    new SigningRefused(
                        SigningFault.KEY_UNKNOWN,
                        "no key " + id + " is held for " + body.role() + " of " + gun));
    Optional<Generation> newest = store.newest(gun);
    newest.ifPresent(now -> requireRising(now, body, key.place()));
    noteUse(key.place(), newest.map(Generation::number).orElse(0L) + 1);
    return Signature.make(key.key(), id, CanonicalJson.encode(body.json()));
  }

  private void requireRising(Generation newest, ServerMetadata body, RoleKey place) {
    floor(newest, body.role(), place)
        .filter(highest -> highest.compareTo(body.version()) >= 0)
        .ifPresent(
            highest -> {
              throw new SigningRefused(
                  SigningFault.VERSION_FALLING,
                  body.role() + " " + body.version() + " does not follow " + highest);
            });
  }

  /** Where this life has no such role yet, a key of an earlier one answers for that. */
  private Optional<MetadataVersion> floor(Generation newest, ServerRole role, RoleKey place) {
    return newest
        .file(role)
        .map(NamedFile::version)
        .or(
            () ->
                firstUse(place).stream()
                    .filter(generation -> generation < newest.life())
                    .mapToObj(_ -> newest.highest(role))
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  private void noteUse(RoleKey place, long generation) {
    if (firstUse(place).isEmpty()) {
      keys.noteUse(place, generation);
    }
  }

  private OptionalLong firstUse(RoleKey place) {
    Optional<Long> remembered = Optional.ofNullable(firstUses.getIfPresent(place));
    if (remembered.isPresent()) {
      return OptionalLong.of(remembered.get());
    }
    OptionalLong found = keys.firstUse(place);
    found.ifPresent(generation -> firstUses.put(place, generation));
    return found;
  }

  private Optional<HeldKey> find(Wanted wanted) {
    Optional<HeldKey> remembered = Optional.ofNullable(opened.getIfPresent(wanted));
    return remembered.isPresent() ? remembered : read(wanted);
  }

  private Optional<HeldKey> read(Wanted wanted) {
    Optional<HeldKey> found =
        keys.list(wanted.gun(), wanted.role()).reversed().stream()
            .flatMap(place -> keys.find(place, wanted.id().hex()).stream())
            .filter(key -> key.id().equals(wanted.id()))
            .findFirst();
    found.ifPresent(key -> opened.put(wanted, key));
    return found;
  }

  private static <K, V> Cache<K, V> remembering() {
    return Caffeine.newBuilder().maximumSize(REMEMBERED_KEYS).executor(Runnable::run).build();
  }
}
