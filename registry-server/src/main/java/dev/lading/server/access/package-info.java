/**
 * Who is let in: the credentials of a request are proven, and held against what its route needs and
 * the policies give; and tokens are given out for that. The rules themselves are {@code auth}'s;
 * here they meet HTTP.
 *
 * <p>May depend on {@code exchange}, {@code auth} and {@code content}.
 */
@NullMarked
package dev.lading.server.access;

import org.jspecify.annotations.NullMarked;
