package dev.lading.conformance.bench.row;

import dev.lading.conformance.bench.measure.Bound;
import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Quartiles;
import dev.lading.conformance.bench.measure.Unit;
import dev.lading.conformance.bench.server.Server;
import dev.lading.conformance.bench.server.Subjects;
import dev.lading.conformance.bench.server.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the servers that took the whole load hold at its end. */
record MemoryAfter() implements Row {
  private static final double MIB = 1024 * 1024;

  @Override
  public String name() {
    return "memory-after";
  }

  @Override
  public String work() {
    return "resident memory, -Xmx256m, SerialGC, after the rows above";
  }

  @Override
  public List<Figure> run(Subjects subjects, Plan plan) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    Usage lading = subjects.lading().usage();
    var resident = Quartiles.single(lading.residentBytes() / MIB);
    figures.add(Figure.bounded("Lading, VmRSS", resident, Unit.MEBIBYTES, new Bound.AtMost(256)));
    figures.add(mebibytes("Lading, VmHWM", lading.peakBytes()));
    for (Server registry : subjects.registries()) {
      figures.add(
          mebibytes(registry.name() + " (reading), VmRSS", registry.usage().residentBytes()));
    }
    for (Server registry : subjects.writableRegistries()) {
      figures.add(
          mebibytes(registry.name() + " (writing), VmRSS", registry.usage().residentBytes()));
    }
    return figures;
  }

  private static Figure mebibytes(String what, long bytes) {
    return Figure.of(what, Quartiles.single(bytes / MIB), Unit.MEBIBYTES);
  }
}
