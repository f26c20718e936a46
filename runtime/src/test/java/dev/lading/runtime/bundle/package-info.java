/** The client's commands as they are typed. */
@NullMarked
package dev.lading.runtime.bundle;

import org.jspecify.annotations.NullMarked;
