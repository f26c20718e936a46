package dev.lading.runtime.signing;

import dev.lading.runtime.keys.KeyLabel;
import dev.lading.runtime.keys.Passphrases;

/** A new key has to be kept under a passphrase, and there is none. The key is gone again. */
public final class PassphraseMissing extends RuntimeException {
  PassphraseMissing(KeyLabel label) {
    super(
        "no passphrase for the new "
            + (label.role().isEmpty() ? "signing" : label.role())
            + " key. Run this at a terminal, or set "
            + String.join(" or ", Passphrases.variables(label))
            + ".");
  }
}
