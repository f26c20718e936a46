package dev.lading.runtime.posix;

/**
 * What is no file with bytes: a named pipe, or a device by its numbers.
 *
 * @param mode type and permissions, as {@code mknod(2)} takes them
 */
public record Node(int mode, long major, long minor) {
  private static final int PIPE = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int PERMISSIONS = 07777;
  private static final long MOST_MAJOR = 0xfff;
  private static final long MOST_MINOR = 0xfffff;

  public static Node pipe(int permissions) {
    return new Node(PIPE | (permissions & PERMISSIONS), 0, 0);
  }

  public static Node characterDevice(int permissions, long major, long minor) {
    return new Node(CHARACTER_DEVICE | (permissions & PERMISSIONS), major, minor);
  }

  public static Node blockDevice(int permissions, long major, long minor) {
    return new Node(BLOCK_DEVICE | (permissions & PERMISSIONS), major, minor);
  }

  /** Whether the kernel has such numbers. */
  public boolean isPossible() {
    return major >= 0 && major <= MOST_MAJOR && minor >= 0 && minor <= MOST_MINOR;
  }

  /** As the kernel's {@code new_encode_dev} packs them. */
  long number() {
    return (minor & 0xff) | (major << 8) | ((minor & 0xfff00) << 12);
  }
}
