package dev.lading.server.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many files and sockets the process may have open.
 *
 * @param limit of the process; {@link Integer#MAX_VALUE} where there is none or none is known
 * @param open when this was read
 */
public record Descriptors(int limit, int open) {
  private static final int LEAST_RESERVE = 64;
  private static final int LOW = 1024;

  public static Descriptors ofThisProcess() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      return new Descriptors(
          (int) Math.min(unix.getMaxFileDescriptorCount(), Integer.MAX_VALUE),
          (int) Math.min(unix.getOpenFileDescriptorCount(), Integer.MAX_VALUE));
    }
    return new Descriptors(Integer.MAX_VALUE, 0);
  }

  /** Kept for the files of running requests, whatever the connections take. */
  public int reserve() {
    return Math.max(LEAST_RESERVE, limit / 8);
  }

  /** What is left for connections; at least a few, else nothing could be served at all. */
  public int connections() {
    return Math.max(16, limit - open - reserve());
  }

  /** Worth a word in the log. */
  public boolean low() {
    return limit <= LOW;
  }
}
