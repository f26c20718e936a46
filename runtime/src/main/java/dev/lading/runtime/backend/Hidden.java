package dev.lading.runtime.backend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What of /proc and /sys no container sees, where this machine has it. */
final class Hidden {
  private static final List<String> FILES =
      List.of(
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug");
  private static final List<String> FOLDERS =
      List.of(
          "/proc/asound",
          "/proc/acpi",
          "/proc/scsi",
          "/sys/firmware",
          "/sys/devices/virtual/powercap");

  /** Root may write there without any capability, and reach the machine by it. */
  private static final List<String> CLOSED =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private Hidden() {}

  static List<String> files() {
    return there(FILES);
  }

  static List<String> folders() {
    return there(FOLDERS);
  }

  /** What can be seen, and not changed. */
  static List<String> closed() {
    return there(CLOSED);
  }

  private static List<String> there(List<String> paths) {
    return paths.stream().filter(path -> Files.exists(Path.of(path))).toList();
  }
}
