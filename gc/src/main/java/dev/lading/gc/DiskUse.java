package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.store.Inventory;
import dev.lading.storage.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * How much a repository holds.
 *
 * @param uniqueBytes that no other repository holds
 * @param sharedBytes that others hold as well
 */
public record DiskUse(RepositoryName repository, long uniqueBytes, long sharedBytes) {
  static List<DiskUse> of(Inventory inventory) {
    Pass pass = new Pass();
    inventory.visit(pass);
    return pass.uses();
  }

  private static final class Pass implements Inventory.Visitor {
    private static final int NOBODY = -1;
    private static final int SEVERAL = -2;
    private final Numbering numbers = new Numbering();
    private final Stored stored = new Stored();
    private final List<RepositoryName> names = new ArrayList<>();
    private final List<Long> bytes = new ArrayList<>();

    /** Which repository holds the bytes, by their number. */
    private int[] holders = new int[0];

    @Override
    public void data(Inventory.Data data) {
      stored.add(numbers.of(data.digest()), data.size(), data.since());
    }

    @Override
    public void repository(Inventory.Repository repository) {
      BitSet held = new BitSet();
      repository.layers().forEach(link -> link.target().ifPresent(each -> hold(held, each)));
      repository.revisions().forEach(link -> link.target().ifPresent(each -> hold(held, each)));
      int index = names.size();
      names.add(repository.name());
      bytes.add(held.stream().mapToLong(stored::size).sum());
      held.stream().forEach(number -> holds(index, number));
    }

    @Override
    public void foreign(Key key) {}

    List<DiskUse> uses() {
      long[] unique = new long[names.size()];
      for (int number = 0; number < holders.length; number++) {
        if (holders[number] >= 0) {
          unique[holders[number]] += stored.size(number);
        }
      }
      List<DiskUse> uses = new ArrayList<>();
      for (int i = 0; i < unique.length; i++) {
        uses.add(new DiskUse(names.get(i), unique[i], bytes.get(i) - unique[i]));
      }
      return uses;
    }

    private void hold(BitSet held, Digest target) {
      held.set(numbers.of(target));
    }

    private void holds(int index, int number) {
      if (number >= holders.length) {
        int before = holders.length;
        holders = Arrays.copyOf(holders, Math.max(number + 1, numbers.size()));
        Arrays.fill(holders, before, holders.length, NOBODY);
      }
      holders[number] = holders[number] == NOBODY ? index : SEVERAL;
    }
  }
}
