package dev.lading.trust.verify;

import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.TrustException;
import dev.lading.trust.TrustException.Expired;
import dev.lading.trust.TrustException.HashMissing;
import dev.lading.trust.TrustException.VersionTooLow;
import dev.lading.trust.metadata.Metadata;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TargetsMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import java.time.Instant;

/**
 * From one trusted file to the next. Each step checks signatures, then what the file says, then its
 * version and its expiry, in the order of notary's, so that the same damage has the same name.
 *
 * <p>Every step throws a {@link TrustException} that says what failed; {@link Roots} has the first.
 */
public final class Verified {
  private Verified() {}

  /**
   * @param least the version that was seen before; {@link MetadataVersion#FIRST} when none was
   */
  public static TimestampMetadata timestamp(
      RootMetadata root, SignedMetadata file, MetadataVersion least, Instant now) {
    TrustedRole.of(root, Role.TIMESTAMP).verify(file);
    TimestampMetadata timestamp = TimestampMetadata.of(file);
    requireVersion(least, timestamp.version());
    requireUnexpired(Role.TIMESTAMP, timestamp, now);
    return timestamp;
  }

  /**
   * @param least the version that was seen before; {@link MetadataVersion#FIRST} when none was
   */
  public static SnapshotMetadata snapshot(
      RootMetadata root,
      TimestampMetadata timestamp,
      SignedMetadata file,
      MetadataVersion least,
      Instant now) {
    timestamp.snapshot().check(file.bytes(), Role.SNAPSHOT);
    return snapshot(root, file, least, now);
  }

  /** A snapshot that no timestamp names yet. */
  public static SnapshotMetadata snapshot(
      RootMetadata root, SignedMetadata file, MetadataVersion least, Instant now) {
    TrustedRole.of(root, Role.SNAPSHOT).verify(file);
    SnapshotMetadata snapshot = SnapshotMetadata.of(file);
    requireVersion(least, snapshot.version());
    requireUnexpired(Role.SNAPSHOT, snapshot, now);
    return snapshot;
  }

  /**
   * That the snapshot names exactly this file as the role's.
   *
   * @throws HashMissing when it names none
   */
  public static void requireNamed(SnapshotMetadata snapshot, Role role, SignedMetadata file) {
    snapshot.file(role).orElseThrow(() -> new HashMissing(role)).check(file.bytes(), role);
  }

  /** The top targets file; whether the snapshot names it is asked apart. */
  public static TargetsMetadata targets(RootMetadata root, SignedMetadata file, Instant now) {
    TargetsMetadata targets = targetsOfAnyAge(root, file);
    requireUnexpired(Role.TARGETS, targets, now);
    return targets;
  }

  public static TargetsMetadata targetsOfAnyAge(RootMetadata root, SignedMetadata file) {
    TrustedRole.of(root, Role.TARGETS).verify(file);
    return TargetsMetadata.of(file, Role.TARGETS);
  }

  /** A delegation's file; whether the snapshot names it is asked apart. */
  public static TargetsMetadata delegation(
      TargetsMetadata parent, Delegation name, SignedMetadata file, Instant now) {
    TargetsMetadata targets = delegationOfAnyAge(parent, name, file);
    requireUnexpired(name, targets, now);
    return targets;
  }

  public static TargetsMetadata delegationOfAnyAge(
      TargetsMetadata parent, Delegation name, SignedMetadata file) {
    TrustedRole role = TrustedRole.of(parent, name);
    TargetsMetadata targets = TargetsMetadata.of(file, name);
    role.verify(file);
    return targets;
  }

  static void requireVersion(MetadataVersion least, MetadataVersion found) {
    if (found.compareTo(least) < 0) {
      throw new VersionTooLow(found.number(), least.number());
    }
  }

  static void requireUnexpired(Role role, Metadata metadata, Instant now) {
    if (metadata.expires().isBefore(now)) {
      throw new Expired(role, metadata.expires());
    }
  }
}
