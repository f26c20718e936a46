package dev.lading.trust.service;

import dev.lading.trust.Author;
import dev.lading.trust.Author.SigningKey;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.publish.UpdateResult;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.publish.UploadedPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who holds the keys of a repository, and publishes to whichever site there is. */
public record Owner(Gun gun, SigningKey rootKey, SigningKey targetsKey) {
  public static Owner of(Gun gun) {
    return new Owner(gun, Author.rootKey(gun), Author.key());
  }

  /** Publishes a root, for keys that the site is asked for, and a first tag. */
  public UpdateResult begin(Site site) {
    PublicKey snapshot = site.trust().key(gun, Role.SNAPSHOT);
    PublicKey timestamp = site.trust().key(gun, Role.TIMESTAMP);
    SignedMetadata root =
        Author.signed(
            Author.root(1, rootKey.shown(), targetsKey.shown(), snapshot, timestamp), rootKey);
    return publish(site, Map.of(Role.ROOT, root, Role.TARGETS, targets(1)));
  }

  /** Publishes another tag in place of the one before. */
  public UpdateResult tag(Site site) {
    int before = Math.toIntExact(site.file(gun, Role.TARGETS).version());
    return publish(site, Map.of(Role.TARGETS, targets(before + 1)));
  }

  private SignedMetadata targets(int version) {
    String name = "v" + version;
    return Author.signed(
        Author.targets(version, Map.of(name, Author.target(name)), Delegations.NONE), targetsKey);
  }

  private UpdateResult publish(Site site, Map<Role, SignedMetadata> files) {
    List<UploadedPart> parts = new ArrayList<>();
    files.forEach((role, file) -> parts.add(new UploadedPart(role.text(), file.bytes())));
    return site.trust().publish(gun, parts);
  }

  static void accepted(UpdateResult result) {
    if (!(result instanceof Accepted)) {
      throw new AssertionError(result);
    }
  }
}
