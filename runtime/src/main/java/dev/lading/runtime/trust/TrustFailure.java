package dev.lading.runtime.trust;

import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException;
import dev.lading.trust.key.KeyId;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Why nothing is believed, or nothing was signed. Messages are for people. What the registry itself
 * does wrong is a {@code RegistryException}.
 */
public abstract sealed class TrustFailure extends RuntimeException {
  private TrustFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * The trust data is damaged, forged, too old or not for this repository: the cause says which.
   */
  public static final class Unbelievable extends TrustFailure {
    private final TrustException reason;

    public Unbelievable(Gun gun, TrustException reason) {
      super("the trust data of " + gun + " is not to be believed: " + reason.text(), reason);
      this.reason = reason;
    }

    public TrustException reason() {
      return reason;
    }
  }

  /** There is no trust data, and there never was any. */
  public static final class NotInitialized extends TrustFailure {
    public NotInitialized(Gun gun) {
      super(gun + " has no trust data", null);
    }
  }

  /** There is trust data already where some was to be made. */
  public static final class AlreadyInitialized extends TrustFailure {
    public AlreadyInitialized(Gun gun) {
      super(gun + " has trust data already", null);
    }
  }

  /** A file that must be there is not: one that another file names, or that was there before. */
  public static final class Missing extends TrustFailure {
    public Missing(Gun gun, String file) {
      super("the registry has no " + file + ".json for " + gun, null);
    }
  }

  /** A root that is seen for the first time and that nobody vouches for. */
  public static final class NotConfirmed extends TrustFailure {
    private final transient Set<KeyId> roots;

    public NotConfirmed(Gun gun, Set<KeyId> roots) {
      super(
          ("%s is signed by a root that was never seen here: %s. If that is the right one, write the"
                  + " repository and this ID into the file of pins, or say --trust-first-use")
              .formatted(
                  gun, String.join(", ", new TreeSet<>(roots).stream().map(KeyId::hex).toList())),
          null);
      this.roots = Set.copyOf(roots);
    }

    public Set<KeyId> roots() {
      return roots;
    }
  }

  /** What is remembered of a repository, or who is pinned, cannot be read or written. */
  public static final class StateUnusable extends TrustFailure {
    public StateUnusable(Path file, String problem, @Nullable Throwable cause) {
      super(file + " " + problem, cause);
    }
  }

  /**
   * Another program changed what is remembered in the meantime. Nothing was changed by this one.
   */
  public static final class Overtaken extends TrustFailure {
    public Overtaken(Gun gun) {
      super("another program is reading the trust data of " + gun + ". Try again.", null);
    }
  }

  /** More roots follow the one that is trusted than are walked at a time. */
  public static final class TooManyRoots extends TrustFailure {
    public TooManyRoots(Gun gun, int walked) {
      super(
          "%s has more than %d roots that were never seen here. Those are remembered now; try again"
                  .formatted(gun, walked)
              + " if it really can have that many.",
          null);
    }
  }

  /** None, or too few, of the keys that sign for a role are held here. */
  public static final class KeyMissing extends TrustFailure {
    private final transient Role role;

    public KeyMissing(Gun gun, Role role, Set<KeyId> wanted) {
      super(
          "no key that signs for %s of %s is in the key folder; it takes %s"
              .formatted(
                  role,
                  gun,
                  String.join(" or ", new TreeSet<>(wanted).stream().map(KeyId::hex).toList())),
          null);
      this.role = role;
    }

    public Role role() {
      return role;
    }
  }

  /** What was asked for does not fit what is there. */
  public static final class NotPossible extends TrustFailure {
    public NotPossible(Gun gun, String why) {
      super(gun + ": " + why, null);
    }
  }
}
