package dev.lading.trust.store;

import dev.lading.content.Digest;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All trust data of one GUN, as one commit left it. A GUN's generations are a chain without gaps;
 * the newest is what is in force. A generation takes over from the one before whatever it does not
 * replace, so that a file, once it is not named any more, is never named again.
 *
 * @param publication which this is what became of; its target is this generation's number, which
 *     counts from 1, and goes on after a deletion
 * @param previous that of the generation before; empty for the first
 * @param life the generation that this life of the GUN began with: its first, or the first after
 *     its last deletion. What older generations named is gone
 * @param created by the clock of whoever committed it; ages are computed from store times
 * @param files the newest of each role but root; empty after a deletion
 * @param roots all of this life, ascending; empty after a deletion
 * @param highest the highest version of snapshot and timestamp in any life, so that neither falls
 *     when a GUN comes back under a key that it had; and of each delegation in this life, whose
 *     versions may have fallen since. Of a delegation that older programs wrote, absent
 */
public record Generation(
    Gun gun,
    Publication publication,
    Optional<Publication> previous,
    long life,
    Instant created,
    Map<Role, NamedFile> files,
    List<NamedFile> roots,
    Map<Role, MetadataVersion> highest) {
  static final long FIRST = 1;

  private static final Publication NEVER = new Publication(0, "");

  public Generation {
    files = Map.copyOf(files);
    roots = List.copyOf(roots);
    highest = Map.copyOf(highest);
    if (files.containsKey(Role.ROOT) || files.isEmpty() != roots.isEmpty()) {
      throw new IllegalArgumentException("a generation has a root and other roles, or neither");
    }
  }

  public long number() {
    return publication.target();
  }

  /** Whether all that there was has been deleted. */
  public boolean isDeletion() {
    return roots.isEmpty();
  }

  /** The newest of a role; empty when there is none. */
  public Optional<NamedFile> file(Role role) {
    return role.equals(Role.ROOT)
        ? roots.isEmpty() ? Optional.empty() : Optional.of(roots.getLast())
        : Optional.ofNullable(files.get(role));
  }

  /** What a role's bytes of this hash are called; any root of this life counts. */
  public Optional<NamedFile> file(Role role, Digest digest) {
    return named(role).filter(file -> file.digest().equals(digest)).findFirst();
  }

  /** As {@link #file(Role, Digest)}, by the version. */
  public Optional<NamedFile> file(Role role, MetadataVersion version) {
    return named(role).filter(file -> file.version().equals(version)).findFirst();
  }

  /**
   * The highest version that snapshot or timestamp ever had, in this life or one before; and that a
   * delegation had in this one.
   */
  public Optional<MetadataVersion> highest(Role role) {
    Optional<MetadataVersion> known = Optional.ofNullable(highest.get(role));
    return known.isEmpty() && role instanceof Role.Delegation
        ? file(role).map(NamedFile::version)
        : known;
  }

  /** Every file that a reader of this generation may ask for. */
  Stream<NamedFile> named() {
    return Stream.concat(files.values().stream(), roots.stream());
  }

  private Stream<NamedFile> named(Role role) {
    return role.equals(Role.ROOT) ? roots.stream() : file(role).stream();
  }

  /** Before anything was ever published. */
  static Generation none(Gun gun) {
    return new Generation(
        gun, NEVER, Optional.empty(), 0, Instant.EPOCH, Map.of(), List.of(), Map.of());
  }

  /**
   * This, as what the first generation of a GUN follows that has none: it is number 0, and never
   * was in force.
   *
   * @param names what its files are called now
   */
  Generation beforeTheFirst(Map<NamedFile, NamedFile> names) {
    Map<Role, NamedFile> renamed = new HashMap<>();
    files.forEach((role, file) -> renamed.put(role, names.getOrDefault(file, file)));
    return new Generation(
        gun,
        NEVER,
        Optional.empty(),
        FIRST,
        created,
        renamed,
        roots.stream().map(file -> names.getOrDefault(file, file)).toList(),
        highest);
  }

  /** The same, in another place. */
  Generation at(Publication place, Instant now) {
    return new Generation(gun, place, before(), life, now, files, roots, highest);
  }

  /**
   * @param changed what {@code publication} wrote
   * @throws IllegalArgumentException when that cannot follow: it lacks a timestamp, or a root where
   *     there is none, or has a version that does not rise; that of a delegation may fall, for it
   *     may have been given to others
   */
  Generation followed(Publication by, Map<Role, NamedFile> changed, Instant now) {
    if (!changed.containsKey(Role.TIMESTAMP)) {
      throw new IllegalArgumentException("nothing is published without a new timestamp");
    }
    changed.forEach(this::requireRising);
    Map<Role, NamedFile> nextFiles = new HashMap<>(files);
    changed.forEach(
        (role, file) -> nextFiles.put(role, file(role).map(file::following).orElse(file)));
    List<NamedFile> nextRoots = new ArrayList<>(roots);
    Optional.ofNullable(nextFiles.remove(Role.ROOT)).ifPresent(nextRoots::add);
    long nextLife = isDeletion() ? by.target() : life;
    return new Generation(
        gun, by, before(), nextLife, now, nextFiles, nextRoots, highestWith(changed));
  }

  /** Nothing of this life is named any more. */
  Generation deleted(Publication by, Instant now) {
    return new Generation(
        gun, by, before(), by.target(), now, Map.of(), List.of(), highestOfServer());
  }

  /** This, with snapshots and timestamps to follow that are so much higher than any was. */
  public Generation leaping(int versions) {
    Map<Role, MetadataVersion> higher = new HashMap<>();
    highest.forEach(
        (role, version) ->
            higher.put(
                role,
                role instanceof Role.ServerRole
                    ? new MetadataVersion(Math.addExact(version.number(), versions))
                    : version));
    return new Generation(gun, publication, previous, life, created, files, roots, higher);
  }

  private Optional<Publication> before() {
    return Optional.of(publication).filter(before -> before.target() > 0);
  }

  private void requireRising(Role role, NamedFile changed) {
    file(role)
        .filter(before -> !(role instanceof Role.Delegation) && !changed.isHigherThan(before))
        .ifPresent(
            before -> {
              throw new IllegalArgumentException(
                  role + " falls from " + before.version() + " to " + changed.version());
            });
  }

  private Map<Role, MetadataVersion> highestWith(Map<Role, NamedFile> changed) {
    Map<Role, MetadataVersion> next = new HashMap<>(highest);
    changed.forEach(
        (role, file) -> {
          if (role instanceof Role.ServerRole || role instanceof Role.Delegation) {
            highest(role).ifPresent(before -> next.put(role, before));
            next.merge(role, file.version(), Generation::higher);
          }
        });
    return next;
  }

  private Map<Role, MetadataVersion> highestOfServer() {
    Map<Role, MetadataVersion> kept = new HashMap<>(highest);
    kept.keySet().removeIf(role -> !(role instanceof Role.ServerRole));
    return kept;
  }

  private static MetadataVersion higher(MetadataVersion one, MetadataVersion other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
