package dev.lading.runtime.unpack;

import dev.lading.runtime.posix.Errno;
import dev.lading.runtime.posix.OpenFile;
import dev.lading.runtime.posix.PosixException.CallFailed;
import dev.lading.runtime.posix.RawName;
import java.util.Map;

/** Sets extended attributes, and counts those that cannot be set. */
final class Attributes {
  private final boolean superuser;
  private final Tally tally;

  Attributes(boolean superuser, Tally tally) {
    this.superuser = superuser;
    this.tally = tally;
  }

  /** Sets one of them. */
  @FunctionalInterface
  interface Setter {
    void set(RawName name, byte[] value);
  }

  void setAll(Map<RawName, byte[]> attributes, Setter setter) {
    attributes.forEach((name, value) -> set(name, value, setter));
  }

  /** Of a directory that may have some from a lower layer: these go. */
  void replaceAll(Map<RawName, byte[]> attributes, OpenFile directory) {
    for (RawName name : directory.attributes()) {
      if (!attributes.containsKey(name) && isMine(name)) {
        remove(name, directory);
      }
    }
    setAll(attributes, directory::setAttribute);
  }

  /** The label that SELinux gives each file is the system's and not a layer's: it stays. */
  private static void remove(RawName name, OpenFile directory) {
    try {
      directory.removeAttribute(name);
    } catch (CallFailed e) {
      if (!e.errno().equals(Errno.EPERM) && !e.errno().equals(Errno.EACCES)) {
        throw e;
      }
    }
  }

  private void set(RawName name, byte[] value, Setter setter) {
    if (!isMine(name)) {
      tally.leaveAttributeOut();
      return;
    }
    try {
      setter.set(name, value);
    } catch (CallFailed e) {
      if (!e.errno().equals(Errno.EPERM) && !e.errno().equals(Errno.EOPNOTSUPP)) {
        throw e;
      }
      tally.leaveAttributeOut();
    }
  }

  /**
   * Two name spaces are the superuser's. What an overlay keeps in attributes of its lower directory
   * is nobody's but the overlay's: a root may become one, and would not be what was verified.
   */
  private boolean isMine(RawName name) {
    String text = name.bytes();
    boolean isOverlays = text.startsWith("trusted.overlay.") || text.startsWith("user.overlay.");
    boolean isSuperusers = text.startsWith("security.") || text.startsWith("trusted.");
    return !isOverlays && (superuser || !isSuperusers);
  }
}
