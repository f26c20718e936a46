package dev.lading.storage.filesystem;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The two things that the driver needs of Linux and the JDK does not offer: to sync a whole file
 * system, and to learn by its number, not by a text in some language, why a write fails. Linking
 * takes a tenth of a second, so this is made when it is needed, which is rarely.
 */
final class Posix {
  private static final int O_RDONLY = 0;
  private static final int O_WRONLY_CREAT_TRUNC = 01 | 0100 | 01000;
  private static final int OWNER_ONLY = 0600;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;
  private static final long BLOCK_BYTES = 65_536;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final Linker linker = Linker.nativeLinker();
  private final MethodHandle open =
      function("open", of(ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
  private final MethodHandle write =
      function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private final MethodHandle fsync = function("fsync", of(JAVA_INT));
  private final MethodHandle syncfs = function("syncfs", of(JAVA_INT));
  private final MethodHandle close = function("close", of(JAVA_INT));

  /** Makes durable whatever any process has written to the file system of {@code path}. */
  void syncFilesystem(Path path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int file = (int) open.invokeExact(state, arena.allocateFrom(path.toString()), O_RDONLY, 0);
      int result = (int) syncfs.invokeExact(state, file);
      int errno = (int) ERRNO.get(state, 0L);
      close(state, file);
      if (result != 0) {
        throw new IOException("syncfs failed for " + path + " with errno " + errno);
      }
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Whether a new file of that size fails because there is no space, no inode or no quota left. */
  boolean isFull(Path newFile, long bytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment name = arena.allocateFrom(newFile.toString());
      int file = (int) open.invokeExact(state, name, O_WRONLY_CREAT_TRUNC, OWNER_ONLY);
      boolean failed = file < 0 || !isFilled(state, file, arena.allocate(BLOCK_BYTES), bytes);
      int errno = (int) ERRNO.get(state, 0L);
      close(state, file);
      return failed && (errno == ENOSPC || errno == EDQUOT);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private boolean isFilled(MemorySegment state, int file, MemorySegment block, long bytes)
      throws Throwable {
    for (long left = bytes; left > 0; ) {
      long count = (long) write.invokeExact(state, file, block, Math.min(left, BLOCK_BYTES));
      if (count < 0) {
        return false;
      }
      left -= count;
    }
    return (int) fsync.invokeExact(state, file) == 0;
  }

  private void close(MemorySegment state, int file) throws Throwable {
    int ignored = (int) close.invokeExact(state, file);
  }

  /** The functions themselves throw nothing. */
  private static IOException rethrown(Throwable e) {
    return e instanceof IOException failure ? failure : new IOException("a native call failed", e);
  }

  @SuppressWarnings("restricted") // The flag that allows it is one of lading.jvm.flags.
  private MethodHandle function(String name, FunctionDescriptor type, Linker.Option... more) {
    List<Linker.Option> options = new ArrayList<>(List.of(more));
    options.add(Linker.Option.captureCallState("errno"));
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), type, options.toArray(Linker.Option[]::new));
  }

  private static FunctionDescriptor of(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }
}
