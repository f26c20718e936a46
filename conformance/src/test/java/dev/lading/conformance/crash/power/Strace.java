package dev.lading.conformance.crash.power;

import dev.lading.conformance.crash.power.Event.Answered;
import dev.lading.conformance.crash.power.Event.Created;
import dev.lading.conformance.crash.power.Event.DirectoryMade;
import dev.lading.conformance.crash.power.Event.DirectoryRemoved;
import dev.lading.conformance.crash.power.Event.FileRemoved;
import dev.lading.conformance.crash.power.Event.Linked;
import dev.lading.conformance.crash.power.Event.Renamed;
import dev.lading.conformance.crash.power.Event.Resized;
import dev.lading.conformance.crash.power.Event.SyncBegun;
import dev.lading.conformance.crash.power.Event.SyncEnded;
import dev.lading.conformance.crash.power.Event.Written;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what strace wrote about a server and one directory tree. A call that changes files in a way
 * that is not understood here is refused, not passed over. Mutable, for one trace.
 */
final class Strace {
  /** What {@link #command} has the kernel report: all that could change a file. */
  private static final String CALLS =
      String.join(
          ",",
          "open,openat,openat2,creat,truncate,ftruncate,fallocate,mmap",
          "write,writev,pwrite64,pwritev,pwritev2,copy_file_range,sendfile,sendto,sendmsg",
          "fsync,fdatasync,sync_file_range,syncfs,sync",
          "rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat",
          "mkdir,mkdirat,rmdir");

  /** It is made anew at each start and holds nothing: no power loss can take anything of it. */
  private static final String SOCKET = "/control.sock";

  private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
  private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");
  private static final String UNFINISHED = " <unfinished ...>";
  private static final Pattern ANSWER =
      Pattern.compile("HTTP/1\\.1 (\\d{3}) .*?(?i:\\\\r\\\\nx-request-id): ([^\\\\]+)\\\\r\\\\n");

  private final Path root;
  private final Map<String, Begun> unfinished = new HashMap<>();
  private final List<Order.Call> calls = new ArrayList<>();
  private int position;

  private record Begun(String text, int position) {}

  private Strace(Path root) {
    this.root = root;
  }

  /** What to put before the server's own command; the process stays the server's own. */
  static String[] command(Path output) {
    return new String[] {
      "strace",
      "-D",
      "-f",
      "--seccomp-bpf",
      "-yy",
      "-q",
      "-s",
      "1000000",
      "-e",
      "signal=none",
      "-e",
      "trace=" + CALLS,
      "-o",
      output.toString()
    };
  }

  /** The line that tells of a process's end. Short process ids are padded to five columns. */
  static Predicate<String> endOf(long pid) {
    return Pattern.compile("^" + pid + " +\\+\\+\\+ ").asPredicate();
  }

  /** The events below {@code root}, and all answers. */
  static List<Event> events(List<String> lines, Path root) {
    var reader = new Strace(root);
    lines.forEach(reader::line);
    return Order.of(reader.calls, root);
  }

  private void line(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a line of strace: " + line);
    }
    String thread = parts.group(1);
    String text = parts.group(2);
    position++;
    if (text.startsWith("+++ ")) {
      return; // the thread ended
    }
    Matcher resumed = RESUMED.matcher(text);
    if (text.endsWith(UNFINISHED)) {
      String begun = text.substring(0, text.length() - UNFINISHED.length());
      unfinished.put(thread, new Begun(begun, position));
      answer(begun);
    } else if (resumed.matches()) {
      Begun begun = unfinished.remove(thread);
      if (begun != null) {
        call(begun.text() + resumed.group(1), begun.position());
      }
    } else if (!answer(text)) {
      call(text, position);
    }
  }

  private boolean answer(String text) {
    Matcher answer = ANSWER.matcher(text);
    boolean found = answer.find();
    if (found) {
      add(new Answered(answer.group(2), Integer.parseInt(answer.group(1))), position);
    }
    return found;
  }

  private void call(String text, int begun) {
    if (!text.contains(root.toString()) || text.contains(SOCKET)) {
      return;
    }
    SystemCall call = SystemCall.parse(text);
    if (!call.succeeded()) {
      return;
    }
    switch (call.name()) {
      case "fsync", "fdatasync" -> sync(call, begun);
      case "open", "openat", "creat" -> opened(call, begun);
      case "mmap" -> requireNotWritten(call);
      case "write", "writev", "pwritev", "pwritev2", "sendto", "sendmsg" -> requireElsewhere(call);
      case "sendfile" -> requireElsewhere(call); // out of a file, to a client
      default -> change(call, begun);
    }
  }

  private void sync(SystemCall call, int begun) {
    if (isBelow(call.descriptor(0)) && !call.isDeleted(0)) {
      calls.add(new Order.Call(new SyncBegun(begun, call.descriptor(0)), begun, begun));
      position++; // when it also began on this line, still after that
      calls.add(new Order.Call(new SyncEnded(begun), position, position));
    }
  }

  private void opened(SystemCall call, int begun) {
    boolean at = call.name().equals("openat");
    Path file = at ? call.pathAt(1) : call.path(0);
    String flags =
        call.name().equals("creat") ? "O_CREAT|O_TRUNC" : call.arguments().get(at ? 2 : 1);
    if (!isBelow(file)) {
      return;
    }
    if (flags.contains("O_TRUNC")) {
      throw new IllegalArgumentException("truncated in place: " + call);
    }
    if (flags.contains("O_CREAT")) {
      add(new Created(file), begun);
    }
  }

  private void change(SystemCall call, int begun) {
    switch (call.name()) {
      case "pwrite64" -> {
        if (!call.isDeleted(0)) {
          byte[] written = Arrays.copyOf(call.bytes(1), (int) call.result());
          add(new Written(call.descriptor(0), call.number(3), written), begun);
        }
      }
      case "ftruncate" -> add(new Resized(call.descriptor(0), call.number(1)), begun);
      case "rename" -> add(new Renamed(call.path(0), call.path(1)), begun);
      case "renameat", "renameat2" -> add(new Renamed(call.pathAt(1), call.pathAt(3)), begun);
      case "link" -> add(new Linked(call.path(0), call.path(1)), begun);
      case "linkat" -> add(new Linked(call.pathAt(1), call.pathAt(3)), begun);
      case "unlink" -> add(new FileRemoved(call.path(0)), begun);
      case "unlinkat" -> add(removed(call), begun);
      case "mkdir" -> add(new DirectoryMade(call.path(0)), begun);
      case "mkdirat" -> add(new DirectoryMade(call.pathAt(1)), begun);
      case "rmdir" -> add(new DirectoryRemoved(call.path(0)), begun);
      default -> throw new IllegalArgumentException("not understood: " + call);
    }
  }

  private void add(Event event, int begun) {
    calls.add(new Order.Call(event, begun, position));
  }

  private static Event removed(SystemCall call) {
    return call.arguments().get(2).equals("AT_REMOVEDIR")
        ? new DirectoryRemoved(call.pathAt(1))
        : new FileRemoved(call.pathAt(1));
  }

  private static void requireNotWritten(SystemCall call) {
    if (call.arguments().get(2).contains("PROT_WRITE")
        && call.arguments().get(3).contains("MAP_SHARED")) {
      throw new IllegalArgumentException("written through memory: " + call);
    }
  }

  /** The server writes at positions only, so that nobody has to guess them. */
  private void requireElsewhere(SystemCall call) {
    if (isBelow(call.descriptor(0))) {
      throw new IllegalArgumentException("not understood: " + call);
    }
  }

  private boolean isBelow(Path path) {
    return path.startsWith(root);
  }
}
