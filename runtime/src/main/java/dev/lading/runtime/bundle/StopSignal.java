package dev.lading.runtime.bundle;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.BundleException.UnusableImage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A signal by its number on Linux.
 *
 * @param number 1 to 64
 */
public record StopSignal(int number) {
  public static final StopSignal TERM = new StopSignal(15);
  public static final StopSignal KILL = new StopSignal(9);

  private static final int LAST = 64;
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  /**
   * What an image says: a number, or a name with or without {@code SIG}.
   *
   * @throws UnusableImage when there is none such
   */
  public static StopSignal parse(String text) {
    return find(text)
        .orElseThrow(
            () ->
                new UnusableImage(
                    "StopSignal",
                    text,
                    "there is no such signal. --stop-signal TERM takes its place"));
  }

  /**
   * The same, of whoever types a command.
   *
   * @throws InvalidOption when there is none such
   */
  public static StopSignal asked(String text) {
    return find(text)
        .orElseThrow(() -> new InvalidOption("--stop-signal", text, "there is no such signal"));
  }

  private static Optional<StopSignal> find(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    String bare = name.startsWith("SIG") ? name.substring(3) : name;
    return IntStream.rangeClosed(1, LAST)
        .filter(_ -> !bare.isEmpty())
        .filter(number -> bare.equals(Integer.toString(number)) || bare.equals(name(number)))
        .mapToObj(StopSignal::new)
        .findFirst();
  }

  private static String name(int number) {
    if (number <= NAMES.size()) {
      return NAMES.get(number - 1);
    }
    return switch (number) {
      case 34 -> "RTMIN";
      case LAST -> "RTMAX";
      default ->
          number < 34 ? "" : number < 50 ? "RTMIN+" + (number - 34) : "RTMAX-" + (LAST - number);
    };
  }
}
