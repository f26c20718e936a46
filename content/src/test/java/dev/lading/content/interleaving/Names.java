package dev.lading.content.interleaving;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Numbers for the names that were met, so that footprints are compared as sets of bits. */
final class Names {
  private final TreeMap<String, Integer> numbers = new TreeMap<>();
  private final Map<List<String>, BitSet> known = new HashMap<>();

  int count() {
    return numbers.size();
  }

  /** Prefixes stand for the names below them that were met so far. */
  BitSet of(List<String> names) {
    BitSet before = known.get(names);
    if (before == null) {
      before = new BitSet();
      for (String name : names) {
        add(name, before);
      }
      known.put(names, before);
    }
    return before;
  }

  /** To be told when names were met since prefixes were asked about. */
  void forgetPrefixes() {
    known.clear();
  }

  private void add(String name, BitSet to) {
    if (name.endsWith("/")) {
      numbers.tailMap(name, true).entrySet().stream()
          .takeWhile(each -> each.getKey().startsWith(name))
          .forEach(each -> to.set(each.getValue()));
    } else {
      to.set(numbers.computeIfAbsent(name, _ -> numbers.size()));
    }
  }
}
