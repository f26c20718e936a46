package dev.lading.runtime.bundle;

import dev.lading.runtime.bundle.BundleException.ImpossibleProcess;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What Linux takes of a program's arguments and variables. Images say what they like.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/execve.2.html">execve(2), limits on size of
 *     arguments and environment</a>
 */
public final class ExecLimits {
  /** MAX_ARG_STRLEN, with the zero behind it: 32 pages, of 4096 bytes at least. */
  private static final int WORD_LIMIT_BYTES = 1 << 17;

  /** A quarter of the usual stack, for all words and the pointers to them. */
  private static final int SUM_LIMIT_BYTES = 1 << 21;

  private static final int POINTER_BYTES = 8;
  private static final int SHOWN_CHARACTERS = 40;

  private ExecLimits() {}

  /**
   * @throws ImpossibleProcess for what can be no program's argument, variable or folder
   */
  public static void check(Plan plan) {
    long sum = 0;
    List<String> arguments = plan.arguments();
    for (int number = 0; number < arguments.size(); number++) {
      sum += bytes("word " + (number + 1) + " of the command", arguments.get(number));
    }
    for (String setting : plan.environment()) {
      sum += bytes("the variable " + shown(Environment.name(setting)), setting);
    }
    bytes("the working directory", plan.workingDirectory());
    if (sum > SUM_LIMIT_BYTES) {
      throw new ImpossibleProcess(
          "the command with its variables",
          "takes %d bytes, of %d at most".formatted(sum, SUM_LIMIT_BYTES));
    }
  }

  private static int bytes(String what, String word) {
    if (word.indexOf(0) >= 0) {
      throw new ImpossibleProcess(what, "holds a zero byte");
    }
    int size = word.getBytes(StandardCharsets.UTF_8).length + 1;
    if (size > WORD_LIMIT_BYTES) {
      throw new ImpossibleProcess(
          what, "takes %d bytes, of %d at most".formatted(size, WORD_LIMIT_BYTES));
    }
    return size + POINTER_BYTES;
  }

  private static String shown(String name) {
    return name.length() > SHOWN_CHARACTERS ? name.substring(0, SHOWN_CHARACTERS) + "…" : name;
  }
}
