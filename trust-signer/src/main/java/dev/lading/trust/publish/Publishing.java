package dev.lading.trust.publish;

import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException;
import dev.lading.trust.TrustException.SigningFault;
import dev.lading.trust.TrustException.SigningRefused;
import dev.lading.trust.metadata.FileMeta;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.signer.RoleSigner;
import dev.lading.trust.verify.RootPins;
import dev.lading.trust.verify.Roots;
import dev.lading.trust.verify.Verified;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides on updates, and signs what belongs to those that are accepted. Immutable; safe for use by
 * many threads.
 *
 * <p>The steps are those of notary-server, in its order, so that an update with two faults is
 * refused for the same one.
 */
public final class Publishing {
  private final RoleSigner signer;
  private final UpdateLimits limits;
  private final Function<Gun, RootPins> pins;

  /**
   * @param pins the root keys with which a repository may begin; asked only where there is no root
   */
  public Publishing(RoleSigner signer, UpdateLimits limits, Function<Gun, RootPins> pins) {
    this.signer = signer;
    this.limits = limits;
    this.pins = pins;
  }

  /**
   * @return what to store, to be followed by nothing but the state that was given here; or why not
   * @throws TrustException when the signer or what is in force is broken, which is nobody's
   *     update's fault
   */
  public UpdateResult accept(Gun gun, StateInForce state, List<UploadedPart> parts, Instant now) {
    try {
      // 1. Parse all parts.
      Upload upload = Upload.read(parts, limits);
      return new Accepted(new Update(gun, state, upload, now).files());
    } catch (RefusedUpdate e) {
      return e.refused();
    } catch (SigningRefused e) {
      if (e.fault() == SigningFault.VERSION_FALLING) {
        // Another update has been signed, and maybe stored, since the state was read.
        return RefusedUpdate.version().refused();
      }
      throw e;
    }
  }

  /** One update on its way. */
  private final class Update {
    private final Gun gun;
    private final StateInForce state;
    private final Upload upload;
    private final UpdateRules rules;
    private final Instant now;

    Update(Gun gun, StateInForce state, Upload upload, Instant now) {
      this.gun = gun;
      this.state = state;
      this.upload = upload;
      this.rules = new UpdateRules(limits, now);
      this.now = now;
    }

    Map<Role, SignedMetadata> files() {
      // 2. Root in update, or the stored one.
      RootMetadata root = root();
      // 3. Targets and delegations, parents before children.
      TargetsInForce targets = TargetsInForce.of(root, state, upload, rules, now);
      // 4. Snapshot in update, or one that the server can make.
      ServerSigning signing = new ServerSigning(gun, root, signer);
      Optional<SignedMetadata> snapshot = upload.find(Role.SNAPSHOT);
      snapshot.ifPresent(file -> requireConsistent(root, targets, file));
      if (snapshot.isEmpty() && !signing.isAbleTo(Role.SNAPSHOT)) {
        throw RefusedUpdate.snapshotMissing();
      }
      // 5. Timestamp: always made by the server.
      if (!signing.isAbleTo(Role.TIMESTAMP)) {
        throw RefusedUpdate.bad(Role.ROOT, "no  timestamp keys exist on the server");
      }
      // 6. No version again, or falling.
      requireRising(targets);
      Map<Role, SignedMetadata> files = new HashMap<>(upload.files());
      SignedMetadata current = snapshot.orElseGet(() -> newSnapshot(signing, targets));
      files.put(Role.SNAPSHOT, current);
      files.put(
          Role.TIMESTAMP,
          signing.timestamp(ServerSigning.next(state, Role.TIMESTAMP), current, now));
      return files;
    }

    private RootMetadata root() {
      Optional<RootMetadata> stored = state.find(Role.ROOT).map(RootMetadata::of);
      return upload
          .find(Role.ROOT)
          .map(file -> newRoot(stored, file))
          .or(() -> stored)
          .orElseThrow(
              () -> RefusedUpdate.rule("no pre-existing root and no root provided in update."));
    }

    private RootMetadata newRoot(Optional<RootMetadata> stored, SignedMetadata file) {
      // "The first root may be 1 or 2": without one, the current version counts as 1.
      long current = stored.map(root -> root.version().number()).orElse(1);
      if (file.version() != current && file.version() != current + 1) {
        throw RefusedUpdate.bad(
            Role.ROOT,
            "Root modifications must increment the version. Current %d, new %d"
                .formatted(current, file.version()));
      }
      try {
        RootMetadata root =
            stored.isPresent()
                ? Roots.next(stored.get(), file, gun, now)
                : Roots.first(file, gun, pins.apply(gun), now);
        rules.check(root);
        return root;
      } catch (TrustException e) {
        throw RefusedUpdate.bad(Role.ROOT, e.text());
      }
    }

    /** The snapshot names the root and every targets file that this update is about. */
    private void requireConsistent(RootMetadata root, TargetsInForce targets, SignedMetadata file) {
      try {
        SnapshotMetadata snapshot = Verified.snapshot(root, file, MetadataVersion.FIRST, now);
        Verified.requireNamed(snapshot, Role.ROOT, rootFile());
        targets.loaded().forEach((role, each) -> Verified.requireNamed(snapshot, role, each));
        rules.check(Role.SNAPSHOT, snapshot);
      } catch (TrustException e) {
        throw RefusedUpdate.bad(Role.SNAPSHOT, e.text());
      }
    }

    /**
     * A delegation that others hold now may begin anew, at 1, for so do docker and notary, which
     * never look at what the former holder left: {@code docker trust signer remove} would otherwise
     * end {@code targets/releases}. Whoever knows better goes on where it was, so that nobody's
     * version falls, and nobody may go beyond that.
     */
    private void requireRising(TargetsInForce targets) {
      upload
          .files()
          .forEach(
              (role, file) -> {
                if (role instanceof Role.Delegation name && !targets.isInherited(name)) {
                  state.highest(name).ifPresent(highest -> rules.checkAnew(name, highest, file));
                } else {
                  state.find(role).ifPresent(stored -> rules.checkStep(role, stored, file));
                }
              });
    }

    private SignedMetadata newSnapshot(ServerSigning signing, TargetsInForce targets) {
      Map<Role, FileMeta> files = new HashMap<>();
      files.put(Role.ROOT, rootFile().meta());
      targets.named().forEach((role, file) -> files.put(role, file.meta()));
      return signing.snapshot(ServerSigning.next(state, Role.SNAPSHOT), files, now);
    }

    private SignedMetadata rootFile() {
      return upload.find(Role.ROOT).or(() -> state.find(Role.ROOT)).orElseThrow();
    }
  }
}
