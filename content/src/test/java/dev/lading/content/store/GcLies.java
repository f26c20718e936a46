package dev.lading.content.store;

import dev.lading.content.Digest;
import dev.lading.content.claim.ClaimMemory;
import dev.lading.content.claim.GcKeys;
import dev.lading.content.interleaving.Steps;
import dev.lading.storage.Fence;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The protocol with one of its steps left out or in another place: drivers, clocks and memories
 * that do not do, or not then, what they are told. The code that they are given to is the real one.
 */
final class GcLies {
  private GcLies() {}

  /** A replica over a driver that lies. */
  static Function<Steps, Stepped> over(UnaryOperator<StorageDriver> lie) {
    return steps -> Stepped.fresh(steps).over(lie);
  }

  /** For whom time stands still. */
  static Stepped timeless(Steps steps) {
    return Stepped.fresh(steps).timedBy(() -> 0);
  }

  static boolean isClaim(Key key) {
    return isBelow(GcKeys.CLAIMS, key);
  }

  static Predicate<Key> isClaimOf(Digest digest) {
    return key -> isBelow(GcKeys.claims(digest), key);
  }

  static boolean isMark(Key key) {
    return isBelow(GcKeys.CONDEMNED, key);
  }

  private static boolean isBelow(Key prefix, Key key) {
    return key.path().startsWith(prefix.path() + "/");
  }

  private static boolean isClaims(Key prefix) {
    return isBelow(GcKeys.CLAIMS, prefix);
  }

  /** What was claimed once counts as claimed just now, however long ago that was. */
  record NeverOld(ClaimMemory memory) implements ClaimMemory {
    @Override
    public OptionalLong at(Digest digest) {
      OptionalLong at = memory.at(digest);
      return at.isPresent() ? OptionalLong.of(Long.MAX_VALUE / 2) : at;
    }

    @Override
    public void put(Digest digest, long nanos) {
      memory.put(digest, nanos);
    }
  }

  /** Some objects are never written. */
  static final class Forgetful extends ForwardingDriver {
    private final Predicate<Key> forgotten;

    Forgetful(StorageDriver driver, Predicate<Key> forgotten) {
      super(driver);
      this.forgotten = forgotten;
    }

    @Override
    public void writeTransient(Key key, byte[] bytes) {
      if (!forgotten.test(key)) {
        super.writeTransient(key, bytes);
      }
    }
  }

  /** Some objects have another name. */
  static final class Renaming extends ForwardingDriver {
    private final Predicate<Key> renamed;

    Renaming(StorageDriver driver, Predicate<Key> renamed) {
      super(driver);
      this.renamed = renamed;
    }

    @Override
    public void writeTransient(Key key, byte[] bytes) {
      super.writeTransient(name(key), bytes);
    }

    @Override
    public void deleteTransient(Key key) {
      super.deleteTransient(name(key));
    }

    private Key name(Key key) {
      return renamed.test(key) ? Key.of(key.path().replaceFirst("[^/]+$", "shared")) : key;
    }
  }

  /** Lists of marks are always empty. */
  static final class BlindForMarks extends ForwardingDriver {
    BlindForMarks(StorageDriver driver) {
      super(driver);
    }

    @Override
    public List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
      return prefix.equals(GcKeys.CONDEMNED) ? List.of() : super.list(prefix, after, limit);
    }
  }

  /** Claims are written only once the marks have been read. */
  static final class ClaimingLate extends ForwardingDriver {
    private final List<Key> held = new ArrayList<>();

    ClaimingLate(StorageDriver driver) {
      super(driver);
    }

    @Override
    public void writeTransient(Key key, byte[] bytes) {
      if (isClaim(key)) {
        held.add(key);
      } else {
        super.writeTransient(key, bytes);
      }
    }

    @Override
    public List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
      List<ListedObject> listed = super.list(prefix, after, limit);
      if (prefix.equals(GcKeys.CONDEMNED)) {
        held.forEach(key -> super.writeTransient(key, new byte[0]));
        held.clear();
      }
      return listed;
    }
  }

  /** The layer, its link and its data, is looked at before the marks. */
  static final class LookingEarly extends ForwardingDriver {
    private static final List<Key> LAYER =
        List.of(
            Layout.layerLink(GcScenes.ONE, GcImage.LAYER.named()),
            Layout.blobData(GcImage.LAYER.named()));
    private final Map<Key, Optional<ObjectInfo>> seen = new HashMap<>();

    LookingEarly(StorageDriver driver) {
      super(driver);
    }

    @Override
    public List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
      if (prefix.equals(GcKeys.CONDEMNED)) {
        LAYER.forEach(key -> seen.put(key, super.find(key)));
      }
      return super.list(prefix, after, limit);
    }

    @Override
    public Optional<ObjectInfo> find(Key key) {
      Optional<ObjectInfo> early = seen.remove(key);
      return early == null ? super.find(key) : early;
    }
  }

  /** The time after a link was written is that from before it. */
  static final class AskingTheTimeEarly extends ForwardingDriver implements LongSupplier {
    private final LongSupplier nanoTime;
    private final Key link;
    private Optional<Long> asked = Optional.empty();

    private AskingTheTimeEarly(Stepped real, Key link) {
      super(real.driver());
      this.nanoTime = real.nanoTime();
      this.link = link;
    }

    static Stepped before(Steps steps, Key link) {
      Stepped real = Stepped.fresh(steps);
      AskingTheTimeEarly early = new AskingTheTimeEarly(real, link);
      return real.over(_ -> early).timedBy(early);
    }

    @Override
    public long getAsLong() {
      long now = asked.orElseGet(nanoTime::getAsLong);
      asked = Optional.empty();
      return now;
    }

    @Override
    public void write(Key key, byte[] bytes) {
      if (key.equals(link)) {
        asked = Optional.of(nanoTime.getAsLong());
      }
      super.write(key, bytes);
    }
  }

  /** The first list of claims of each digest is empty. */
  static final class NotLookingFirst extends ForwardingDriver {
    private final Set<Key> looked = new HashSet<>();

    NotLookingFirst(StorageDriver driver) {
      super(driver);
    }

    @Override
    public List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
      return isClaims(prefix) && looked.add(prefix) ? List.of() : super.list(prefix, after, limit);
    }
  }

  /** What was listed once of claims is listed so again. */
  static final class NotLookingAgain extends ForwardingDriver {
    private final Map<Key, List<ListedObject>> listed = new HashMap<>();

    NotLookingAgain(StorageDriver driver) {
      super(driver);
    }

    @Override
    public List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
      if (!isClaims(prefix)) {
        return super.list(prefix, after, limit);
      }
      List<ListedObject> before = listed.get(prefix);
      if (before == null) {
        before = super.list(prefix, after, limit);
        listed.put(prefix, before);
      }
      return before;
    }
  }

  /** Marks are taken away before what they announce. */
  static final class LiftingEarly extends ForwardingDriver {
    private final List<Key> marks = new ArrayList<>();

    LiftingEarly(StorageDriver driver) {
      super(driver);
    }

    @Override
    public void writeTransient(Key key, byte[] bytes) {
      super.writeTransient(key, bytes);
      if (isMark(key)) {
        marks.add(key);
      }
    }

    @Override
    public Fence fence(Duration window) {
      Fence fence = super.fence(window);
      return key -> {
        marks.forEach(super::deleteTransient);
        marks.clear();
        return fence.delete(key);
      };
    }
  }

  /** Claims of a digest are deleted, by one name for all, before its mark is. */
  static final class ForgettingClaims extends ForwardingDriver {
    ForgettingClaims(StorageDriver driver) {
      super(driver);
    }

    @Override
    public void deleteTransient(Key key) {
      if (isMark(key)) {
        Digest digest = GcKeys.digest(GcKeys.CONDEMNED, key).orElseThrow();
        super.deleteTransient(GcKeys.claims(digest).resolve("shared"));
      }
      super.deleteTransient(key);
    }
  }

  /** Removals take effect however late they come. */
  static final class Unfenced extends ForwardingDriver {
    Unfenced(StorageDriver driver) {
      super(driver);
    }

    @Override
    public Fence fence(Duration window) {
      return key -> {
        delete(key);
        return true;
      };
    }
  }

  /** Removals count as done that nobody confirmed. */
  static final class TakingForDone extends ForwardingDriver {
    TakingForDone(StorageDriver driver) {
      super(driver);
    }

    @Override
    public Fence fence(Duration window) {
      Fence fence = super.fence(window);
      return key -> {
        fence.delete(key);
        return true;
      };
    }
  }

  /** Links go after the data. */
  static final class DataFirst extends ForwardingDriver {
    private static final Key LINK = Layout.layerLink(GcScenes.ONE, GcImage.LAYER.named());
    private static final Key DATA = Layout.blobData(GcImage.LAYER.named());

    DataFirst(StorageDriver driver) {
      super(driver);
    }

    @Override
    public Fence fence(Duration window) {
      Fence fence = super.fence(window);
      return key -> {
        if (key.equals(LINK)) {
          return true;
        }
        boolean isGone = fence.delete(key);
        return isGone && (!key.equals(DATA) || fence.delete(LINK));
      };
    }
  }
}
