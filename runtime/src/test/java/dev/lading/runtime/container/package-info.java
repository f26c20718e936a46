/** The client's commands as they are typed. */
@NullMarked
package dev.lading.runtime.container;

import org.jspecify.annotations.NullMarked;
