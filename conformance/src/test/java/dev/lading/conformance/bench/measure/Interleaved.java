package dev.lading.conformance.bench.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures contenders in turns (A B C, B C A, C A B, ...), so that whatever the machine does
 * meanwhile meets all of them alike, and each round gives one paired ratio.
 *
 * @param rounds how many are counted
 * @param warmUps how many go before and are not
 */
public record Interleaved(int rounds, int warmUps) {
  /** Runs all rounds. Contenders have different names. */
  public Samples measure(List<Contender> contenders) throws IOException, InterruptedException {
    Map<String, List<Contender.Reading>> readings = new LinkedHashMap<>();
    contenders.forEach(contender -> readings.put(contender.name(), new ArrayList<>()));
    List<Contender> order = new ArrayList<>(contenders);
    for (int round = -warmUps; round < rounds; round++) {
      for (Contender contender : order) {
        Contender.Reading reading = contender.measure();
        if (round >= 0) {
          readings.computeIfAbsent(contender.name(), name -> new ArrayList<>()).add(reading);
        }
      }
      Collections.rotate(order, -1);
    }
    return new Samples(readings);
  }
}
