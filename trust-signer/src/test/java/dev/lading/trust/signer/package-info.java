@NullMarked
package dev.lading.trust.signer;

import org.jspecify.annotations.NullMarked;
