/** What options and images become. */
@NullMarked
package dev.lading.runtime.bundle;

import org.jspecify.annotations.NullMarked;
