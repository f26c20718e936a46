package dev.lading.runtime.keys;

import dev.lading.trust.key.PrivateKey;

/** A key, and what its file says it is for. */
public record LabelledKey(KeyLabel label, PrivateKey key) {}
