package dev.lading.runtime.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * {@code syscall(2)} with a number and five arguments. Linking a function takes milliseconds at
 * each start of the program, so that all calls share this one; it is linked when first used.
 */
final class Downcall {
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL = link();

  private final MemorySegment state;

  Downcall(Arena memory) {
    state = memory.allocate(STATE);
  }

  /** What the kernel answers, or the negative of errno. */
  long call(long number, long a, long b, long c, long d, long e) {
    try {
      long answer = (long) SYSCALL.invokeExact(state, number, a, b, c, d, e);
      return answer == -1 ? -(int) ERRNO.get(state, 0L) : answer;
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException("a downcall throws nothing of its own", thrown);
    }
  }

  @SuppressWarnings("restricted") // native access is allowed to the whole program
  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }
}
