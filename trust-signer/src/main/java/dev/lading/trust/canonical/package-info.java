/**
 * JSON as it is signed: a strict reader into an immutable tree, the canonical encoding that
 * signatures are over, and the form in which notary writes files.
 *
 * <p>Depends on nothing but the exceptions of {@code dev.lading.trust}. Start reading at {@link
 * dev.lading.trust.canonical.Json}.
 */
@NullMarked
package dev.lading.trust.canonical;

import org.jspecify.annotations.NullMarked;
