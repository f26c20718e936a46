/** The client's commands as they are typed. */
@NullMarked
package dev.lading.runtime.command;

import org.jspecify.annotations.NullMarked;
