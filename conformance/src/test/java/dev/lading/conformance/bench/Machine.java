package dev.lading.conformance.bench;

import dev.lading.conformance.bench.server.Programs;
import dev.lading.conformance.bench.wire.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the figures were measured on. */
final class Machine {
  private static final double GIB = 1L << 30;

  private Machine() {}

  /** Name and value of everything that a reader needs to compare, in order. */
  static Map<String, String> facts(Programs programs, Path directory) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("CPU", first(Path.of("/proc/cpuinfo"), "model name\\s*: (.*)"));
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put(
        "SHA-256 on one core", String.format(Locale.ROOT, "%.2f GiB/s (this JDK)", hashSpeed()));
    facts.put("memory", gibibytes(first(Path.of("/proc/meminfo"), "MemTotal:\\s+(\\d+) kB")));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put(
        "load average before",
        first(Path.of("/proc/loadavg"), "(\\S+) ") + " (of one minute; idle is near 0)");
    facts.put("file system", Files.getFileStore(directory).type());
    facts.put(
        "JDK",
        System.getProperty("java.vendor.version")
            + " ("
            + System.getProperty("java.vm.version")
            + ")");
    facts.put("Lading", Programs.version(programs.lading().toString(), "version"));
    facts.put(
        "docker-registry", Programs.version(programs.dockerRegistry().toString(), "--version"));
    facts.put("nginx", Programs.version(programs.nginx().toString(), "-v"));
    facts.put("wrk", Programs.version("wrk", "-v"));
    programs
        .peers()
        .forEach((name, path) -> facts.put(name, Programs.version(path.toString(), "--version")));
    return facts;
  }

  private static String first(Path file, String pattern) throws IOException {
    Matcher line = Pattern.compile(pattern).matcher(Files.readString(file));
    return line.find() ? line.group(1) : "(unknown)";
  }

  private static String gibibytes(String kibibytes) {
    return String.format(Locale.ROOT, "%.0f GiB", Double.parseDouble(kibibytes) / 1024 / 1024);
  }

  /** Uploads cannot be faster than this, so it says what their figures mean. */
  private static double hashSpeed() {
    byte[] block = new byte[1 << 26];
    double best = 0;
    for (int i = 0; i < 5; i++) {
      var hash = Content.sha256();
      long began = System.nanoTime();
      hash.update(block);
      best = Math.max(best, block.length / GIB / ((System.nanoTime() - began) / 1e9));
    }
    return best;
  }
}
