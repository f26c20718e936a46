package dev.lading.runtime.bundle;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of the machine a container may take. An empty value is no limit.
 *
 * @param memoryBytes at least 6 MiB
 * @param cpuQuotaMicros processor time in each {@link #CPU_PERIOD_MICROS}
 * @param pids processes and threads
 */
public record Limits(OptionalLong memoryBytes, OptionalLong cpuQuotaMicros, OptionalLong pids) {
  public static final long CPU_PERIOD_MICROS = 100_000;

  private static final long MEMORY_LEAST_BYTES = 6L << 20;
  private static final String UNITS = "bkmgt";
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})([bkmgt])?b?");
  private static final Pattern CPUS = Pattern.compile("[0-9]{0,6}(\\.[0-9]{1,9})?");

  public static Limits none() {
    return new Limits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
  }

  public boolean isNone() {
    return memoryBytes.isEmpty() && cpuQuotaMicros.isEmpty() && pids.isEmpty();
  }

  /** Bytes, with {@code b}, {@code k}, {@code m}, {@code g} or {@code t} of 1024 each. */
  public static long memory(String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new InvalidOption("--memory", text, "write bytes, or 64m or 1g");
    }
    int unit = size.group(2) == null ? 0 : UNITS.indexOf(size.group(2));
    long number = Long.parseLong(size.group(1));
    if (number > Long.MAX_VALUE >> (10 * unit)) {
      throw new InvalidOption("--memory", text, "that is more than can be counted");
    }
    if (number << (10 * unit) < MEMORY_LEAST_BYTES) {
      throw new InvalidOption("--memory", text, "a container needs 6m at least");
    }
    return number << (10 * unit);
  }

  /** Processors, as {@code 1.5}, in processor time for each period. */
  public static long cpuQuota(String text, int processors) {
    if (text.isEmpty() || !CPUS.matcher(text).matches()) {
      throw new InvalidOption("--cpus", text, "write a number, such as 1.5");
    }
    BigDecimal cpus = new BigDecimal(text);
    if (cpus.compareTo(new BigDecimal("0.01")) < 0
        || cpus.compareTo(BigDecimal.valueOf(processors)) > 0) {
      throw new InvalidOption(
          "--cpus", text, "from 0.01 to the " + processors + " that this machine has");
    }
    return cpus.multiply(BigDecimal.valueOf(CPU_PERIOD_MICROS)).longValue();
  }

  /** Zero and -1 are no limit, as Docker has it. */
  public static OptionalLong pids(long number) {
    if (number < -1) {
      throw new InvalidOption(
          "--pids-limit", Long.toString(number), "write a number, or -1 for none");
    }
    return number <= 0 ? OptionalLong.empty() : OptionalLong.of(number);
  }
}
