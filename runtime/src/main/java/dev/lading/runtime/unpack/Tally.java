package dev.lading.runtime.unpack;

import dev.lading.runtime.posix.RawName;
import dev.lading.runtime.unpack.UnpackException.Limit;

/** What has been unpacked and left out so far. Mutable; for one thread. */
final class Tally {
  private final Limits limits;
  private long bytes;
  private long entries;
  private long devicesLeftOut;
  private long attributesLeftOut;

  Tally(Limits limits) {
    this.limits = limits;
  }

  /** More than a limit allows; which layer leads to it is added by the caller. */
  static final class Exceeded extends RuntimeException {
    private final Limit limit;
    private final long most;

    Exceeded(Limit limit, long most) {
      super(limit.name());
      this.limit = limit;
      this.most = most;
    }

    Limit limit() {
      return limit;
    }

    long most() {
      return most;
    }
  }

  Limits limits() {
    return limits;
  }

  void addEntry() {
    entries++;
    if (entries > limits.entries()) {
      throw new Exceeded(Limit.ENTRIES, limits.entries());
    }
  }

  /** Before the file is made. */
  void addFile(long size) {
    if (size > limits.bytes() - bytes) {
      throw new Exceeded(Limit.BYTES, limits.bytes());
    }
    bytes += size;
  }

  void checkName(RawName name) {
    if (name.length() > limits.nameBytes()) {
      throw new Exceeded(Limit.NAME_BYTES, limits.nameBytes());
    }
  }

  void leaveDeviceOut() {
    devicesLeftOut++;
  }

  void leaveAttributeOut() {
    attributesLeftOut++;
  }

  Unpacked total() {
    return new Unpacked(bytes, entries, devicesLeftOut, attributesLeftOut);
  }
}
