/**
 * The programs that run containers here: runc, crun, bubblewrap and unshare. Each says what it
 * cannot give, and how it is called for a plan. {@code Backends} is the way in. Nothing here starts
 * a program.
 *
 * <p>May depend on {@code bundle}, for what is to run.
 */
@NullMarked
package dev.lading.runtime.backend;

import org.jspecify.annotations.NullMarked;
