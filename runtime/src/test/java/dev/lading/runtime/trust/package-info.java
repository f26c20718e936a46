/** Repositories whose every key the tests have, damaged in every way, before our reader. */
@NullMarked
package dev.lading.runtime.trust;

import org.jspecify.annotations.NullMarked;
