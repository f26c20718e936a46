package dev.lading.trust.signer;

import dev.lading.storage.Seal;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/**
 * What keys of roles are sealed with, and opened: while a master key is being replaced, there are
 * two. Safe for any number of threads.
 */
public final class MasterKeys {
  private static final String PURPOSE = "trust/role-key";

  private final Seal current;
  private final List<Seal> all;

  private MasterKeys(Seal current, List<Seal> former) {
    this.current = current;
    this.all = Stream.concat(Stream.of(current), former.stream()).toList();
  }

  /**
   * @param current 32 bytes; what is sealed from now on
   * @param former what may have been sealed with before; may be empty
   */
  public static MasterKeys of(SecretKey current, List<SecretKey> former, SecureRandom random) {
    return new MasterKeys(
        Seal.of(current, PURPOSE, random),
        former.stream().map(each -> Seal.of(each, PURPOSE, random)).toList());
  }

  byte[] seal(byte[] secret, String context) {
    return current.seal(secret, context);
  }

  /** Empty when no master key opens it. */
  Optional<byte[]> open(byte[] sealed, String context) {
    return all.stream().flatMap(seal -> seal.open(sealed, context).stream()).findFirst();
  }

  /** As {@link #open}, with the current one alone. */
  Optional<byte[]> openCurrent(byte[] sealed, String context) {
    return current.open(sealed, context);
  }
}
