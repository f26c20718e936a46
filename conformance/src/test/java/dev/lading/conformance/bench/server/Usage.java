package dev.lading.conformance.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process and its children have used so far: user and system time together, in the kernel's
 * ticks of 10 ms; bytes resident now, and at most ({@code VmRSS}, {@code VmHWM} of {@code
 * /proc/PID/status}, summed).
 */
public record Usage(Duration cpu, long residentBytes, long peakBytes) {
  /**
   * Linux reports process times to user space in hundredths of a second on every architecture we
   * run on.
   */
  private static final Duration TICK = Duration.ofMillis(10);

  /**
   * Fields 14 and 15 of proc(5)'s stat, counted from the state that follows the parenthesised name.
   */
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  /** Reads the counters of a running process; children that ended before are not counted. */
  static Usage of(ProcessHandle process) throws IOException {
    List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
    var total = new Usage(Duration.ZERO, 0, 0);
    for (ProcessHandle one : all) {
      Path proc = Path.of("/proc", Long.toString(one.pid()));
      total =
          total.plus(
              parse(
                  Files.readString(proc.resolve("stat")),
                  Files.readString(proc.resolve("status"))));
    }
    return total;
  }

  static Usage parse(String stat, String status) {
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    long ticks = Long.parseLong(fields.get(USER_TICKS)) + Long.parseLong(fields.get(SYSTEM_TICKS));
    return new Usage(
        TICK.multipliedBy(ticks),
        kibibytes(status, "VmRSS") * 1024,
        kibibytes(status, "VmHWM") * 1024);
  }

  private static long kibibytes(String status, String field) {
    Matcher line = Pattern.compile("(?m)^" + field + ":\\s+(\\d+) kB$").matcher(status);
    if (!line.find()) {
      throw new IllegalArgumentException("no " + field + " in " + status);
    }
    return Long.parseLong(line.group(1));
  }

  private Usage plus(Usage other) {
    return new Usage(
        cpu.plus(other.cpu), residentBytes + other.residentBytes, peakBytes + other.peakBytes);
  }
}
