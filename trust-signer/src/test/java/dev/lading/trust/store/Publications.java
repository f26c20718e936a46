package dev.lading.trust.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.storage.StorageDriver;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A store of trust data, and what tests publish in it. */
record Publications(TrustStore store) {
  static final Gun GUN = Gun.parse("localhost:5000/team/app");
  static final Gun OTHER = Gun.parse("localhost:5000/team");
  static final Role RELEASES = Role.parse("targets/releases");
  private static final int REMEMBERED_BYTES = 1 << 20;

  /** Files are written one after the other, so that tests can tell the steps. */
  static Publications over(StorageDriver driver, InstantSource clock) {
    return new Publications(
        new TrustStore(driver, clock, new SplittableRandom(), REMEMBERED_BYTES, 1));
  }

  /** Bytes that no other role, version or {@code text} has. */
  static RoleFile file(Role role, int version, String text) {
    return new RoleFile(new MetadataVersion(version), bytes(role, version, text));
  }

  static byte[] bytes(Role role, int version, String text) {
    return (role + " " + version + " " + text).getBytes(UTF_8);
  }

  static Digest digest(Role role, int version, String text) {
    return Digest.of(Algorithm.SHA256, bytes(role, version, text));
  }

  /** Every base role anew. */
  static Map<Role, RoleFile> all(int version, String text) {
    Map<Role, RoleFile> files = new HashMap<>(tagging(version, text));
    files.put(Role.ROOT, file(Role.ROOT, version, text));
    return files;
  }

  /** What a new tag brings. */
  static Map<Role, RoleFile> tagging(int version, String text) {
    Map<Role, RoleFile> files = new HashMap<>();
    files.put(Role.TARGETS, file(Role.TARGETS, version, text));
    files.put(Role.SNAPSHOT, file(Role.SNAPSHOT, version, text));
    files.put(Role.TIMESTAMP, file(Role.TIMESTAMP, version, text));
    return files;
  }

  /** Publishes behind the newest. */
  Outcome publish(Gun gun, Map<Role, RoleFile> files) {
    return store.publish(gun, store.newest(gun), files);
  }

  Generation publishFirst() {
    return committed(publish(GUN, all(1, "a")));
  }

  Generation tag(int version) {
    return committed(publish(GUN, tagging(version, "a")));
  }

  static Generation committed(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Committed(Generation generation) -> generation;
      case Outcome.Overtaken _, Outcome.TooMany _ -> throw new AssertionError(outcome);
    };
  }

  /** The text of a role's file that is in force. */
  Optional<String> current(Gun gun, Role role) {
    return store.newest(gun).flatMap(newest -> store.find(newest, role)).map(Publications::text);
  }

  Optional<String> byHash(Role role, int version, String text) {
    return store.find(GUN, role, digest(role, version, text)).map(Publications::text);
  }

  Optional<String> byVersion(Role role, int version) {
    return store.find(GUN, role, new MetadataVersion(version)).map(Publications::text);
  }

  static String text(StoredFile file) {
    return new String(file.bytes(), UTF_8);
  }
}
