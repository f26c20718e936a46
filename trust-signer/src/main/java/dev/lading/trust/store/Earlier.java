package dev.lading.trust.store;

import dev.lading.content.Digest;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import java.util.List;
import java.util.Optional;

/**
 * What the newest generation does not name any more, but one of the same life did that is still
 * kept: for readers who began their walk there.
 */
final class Earlier {
  private final Generations generations;
  private final RoleFiles files;

  Earlier(Generations generations, RoleFiles files) {
    this.generations = generations;
    this.files = files;
  }

  /** A file says which generation it was written for; that one names it, or none ever does. */
  Optional<StoredFile> find(Generation newest, Role role, Digest digest) {
    return files.writers(newest.gun(), digest).stream()
        .map(Publication::target)
        .filter(target -> target >= newest.life() && target < newest.number())
        .flatMap(target -> named(newest, role, digest, target).stream())
        .flatMap(name -> files.find(newest.gun(), name).stream())
        .findFirst();
  }

  private Optional<NamedFile> named(Generation newest, Role role, Digest digest, long target) {
    return generations
        .find(newest.gun(), target)
        .or(() -> oldestKept(newest))
        .flatMap(generation -> generation.file(role, digest));
  }

  /** Where its own generation is removed, a file that is still named is so by the oldest left. */
  private Optional<Generation> oldestKept(Generation newest) {
    return generations.find(newest.gun(), generations.kept(newest.gun()).getLast().number());
  }

  /** Versions rise from generation to generation, so halving the distance finds one. */
  Optional<StoredFile> find(Generation newest, Role role, MetadataVersion version) {
    return newest.file(role).flatMap(file -> find(newest, role, version, file.since()));
  }

  private Optional<StoredFile> find(
      Generation newest, Role role, MetadataVersion version, long since) {
    Gun gun = newest.gun();
    List<Long> kept =
        generations.kept(gun).stream()
            .map(Listed::number)
            .filter(number -> number >= since && number < newest.number())
            .toList();
    int from = 0;
    int to = kept.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      Optional<NamedFile> name =
          generations.find(gun, kept.get(middle)).flatMap(each -> each.file(role));
      int order = name.map(each -> each.version().compareTo(version)).orElse(-1);
      if (order == 0) {
        return name.flatMap(each -> files.find(gun, each));
      }
      // The newest come first; what is not there any more counts as too old.
      from = order > 0 ? middle + 1 : from;
      to = order > 0 ? to : middle;
    }
    return Optional.empty();
  }
}
