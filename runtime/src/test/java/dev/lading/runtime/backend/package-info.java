/** What the back ends bring with them to run containers. */
@NullMarked
package dev.lading.runtime.backend;

import org.jspecify.annotations.NullMarked;
