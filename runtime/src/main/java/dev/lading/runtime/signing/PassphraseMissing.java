package dev.lading.runtime.signing;

import dev.lading.runtime.keys.KeyLabel;

/** A new key has to be kept under a passphrase, and there is none. The key is gone again. */
public final class PassphraseMissing extends RuntimeException {
  PassphraseMissing(KeyLabel label) {
    super(
        "no passphrase for the new "
            + (label.role().isEmpty() ? "signing" : label.role())
            + " key. Run this at a terminal, or set one of the variables of notary or docker.");
  }
}
