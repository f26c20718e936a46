package dev.lading.conformance.crash.power;

import dev.lading.conformance.crash.power.ModelDisk.EntryChange;
import dev.lading.conformance.crash.power.ModelDisk.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a power loss may leave of a disk at one moment. All combinations would be too many: it is
 * everything kept, everything lost, each entry kept alone and lost alone, and the bytes of each
 * file lost in each way, with all entries kept.
 *
 * @param story what happened, for people
 */
record PowerCut(String story, DiskImage image) {
  /** How the unsynced bytes of a file can be lost; its size may be durable before they are. */
  private enum Loss {
    NEVER_WRITTEN {
      @Override
      byte[] leave(File file) {
        return file.durable();
      }
    },
    CUT_OFF {
      @Override
      byte[] leave(File file) {
        int length = Math.max(file.durable().length, file.now().length / 2);
        return Arrays.copyOf(file.now(), Math.min(length, file.now().length));
      }
    },
    ZEROED {
      @Override
      byte[] leave(File file) {
        return Arrays.copyOf(file.durable(), file.now().length);
      }
    };

    abstract byte[] leave(File file);
  }

  /** Everything kept, everything lost, and all names kept without their bytes. */
  static List<PowerCut> extremes(ModelDisk disk) {
    var cuts = new ArrayList<PowerCut>();
    Set<EntryChange> all = new LinkedHashSet<>(disk.unsyncedEntries());
    cuts.add(new PowerCut("everything reached the disk", disk.image(all, File::now)));
    cuts.add(new PowerCut("nothing unsynced reached it", disk.image(Set.of(), File::durable)));
    for (Loss loss : Loss.values()) {
      cuts.add(new PowerCut("all names reached it, bytes: " + loss, disk.image(all, loss::leave)));
    }
    return cuts;
  }

  /**
   * The extremes, and each loss alone.
   *
   * @param together what is in this directory is kept or lost as one: no object is found by it
   */
  static List<PowerCut> all(ModelDisk disk, Path together) {
    var cuts = new ArrayList<>(extremes(disk));
    Set<EntryChange> everything = new LinkedHashSet<>(disk.unsyncedEntries());
    for (Set<EntryChange> one : groups(everything, together)) {
      cuts.add(new PowerCut("only " + one + " reached it", disk.image(one, File::durable)));
      cuts.add(new PowerCut("only " + one + " reached it, with bytes", disk.image(one, File::now)));
      Set<EntryChange> others = new HashSet<>(everything);
      others.removeAll(one);
      cuts.add(new PowerCut("all but " + one + " reached it", disk.image(others, File::now)));
    }
    for (File file : disk.unsyncedFiles()) {
      for (Loss loss : Loss.values()) {
        DiskImage image =
            disk.image(everything, each -> each == file ? loss.leave(each) : each.now());
        cuts.add(new PowerCut("one file's bytes: " + loss, image));
      }
    }
    return cuts;
  }

  private static List<Set<EntryChange>> groups(Set<EntryChange> changes, Path together) {
    List<Set<EntryChange>> groups = new ArrayList<>();
    Set<EntryChange> group = new LinkedHashSet<>();
    for (EntryChange change : changes) {
      if (change.directory().equals(together)) {
        group.add(change);
      } else {
        groups.add(Set.of(change));
      }
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }
}
