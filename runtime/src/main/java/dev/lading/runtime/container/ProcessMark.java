package dev.lading.runtime.container;

import dev.lading.runtime.files.Boot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One process of one time: IDs are given again, but not with the same time of start in the same run
 * of the machine.
 *
 * @param started in the kernel's ticks since the machine's start
 * @param boot what the kernel calls this run of the machine
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record ProcessMark(long pid, String started, String boot) {
  /** Of a start time, counted from behind the program's name, which may hold anything. */
  private static final int START_FIELD = 19;

  /** Empty when there is no such file, or it was not wholly written. */
  static Optional<ProcessMark> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String[] words = Files.readString(file).split(" ", -1);
    return words.length == 3 && words[2].endsWith("\n") && words[0].matches("[0-9]{1,10}")
        ? Optional.of(new ProcessMark(Long.parseLong(words[0]), words[1], words[2].strip()))
        : Optional.empty();
  }

  /** Of the process that has this ID now; empty when none has, or it has ended. */
  static Optional<ProcessMark> of(long pid) {
    return fields(pid)
        .map(fields -> new ProcessMark(pid, fields.get(START_FIELD), Boot.current().id()));
  }

  boolean isAlive() {
    return Boot.current().id().equals(boot)
        && fields(pid).filter(fields -> fields.get(START_FIELD).equals(started)).isPresent();
  }

  /** From its state on; empty when it has ended, even if nobody asked how. */
  private static Optional<List<String>> fields(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
      boolean isOver = fields.getFirst().equals("Z") || fields.getFirst().equals("X");
      return isOver ? Optional.empty() : Optional.of(fields);
    } catch (IOException _) {
      return Optional.empty(); // it ended, and perhaps just now
    }
  }
}
