package dev.lading.auth.password;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * Threads that compute for long and give way to all others: on Linux by a lower priority of their
 * own, elsewhere only by their number. Without it whoever wakes up on a core that computes a
 * password's hash waits for a time slice of the scheduler, some milliseconds.
 *
 * <p>They are no hindrance to the end of the process.
 */
final class GivingWay implements ThreadFactory {
  /**
   * A tenth of what others get when no core is free: far enough down to be interrupted at once, and
   * not so far that a login would never end beside requests that take all cores.
   */
  private static final int NICENESS = 10;

  /** Of {@code setpriority(2)}: a process, which for Linux is a thread; 0 is the one that calls. */
  private static final int PRIO_PROCESS = 0;

  private static final int SELF = 0;

  @Override
  public Thread newThread(Runnable task) {
    return Thread.ofPlatform()
        .name("password")
        .daemon(true)
        .unstarted(
            () -> {
              giveWay();
              task.run();
            });
  }

  /** Whether that went well. Nobody is forbidden to ask for less. */
  static boolean giveWay() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> function =
        isLinux() ? linker.defaultLookup().find("setpriority") : Optional.empty();
    return function.filter(found -> call(linker, found) == 0).isPresent();
  }

  private static boolean isLinux() {
    return System.getProperty("os.name").equals("Linux");
  }

  @SuppressWarnings("restricted")
  private static int call(Linker linker, MemorySegment function) {
    FunctionDescriptor signature = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    try {
      return (int)
          linker.downcallHandle(function, signature).invokeExact(PRIO_PROCESS, SELF, NICENESS);
    } catch (Throwable e) {
      throw new IllegalStateException("setpriority cannot be called", e);
    }
  }
}
