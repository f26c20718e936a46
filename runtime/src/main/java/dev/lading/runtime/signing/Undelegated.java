package dev.lading.runtime.signing;

import java.util.List;

/**
 * What taking a signer's rights came to.
 *
 * @param dropped names that the signer alone had released: they are released no longer
 */
public record Undelegated(Signed signed, List<String> dropped) {
  public Undelegated {
    dropped = List.copyOf(dropped);
  }
}
