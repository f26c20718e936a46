/**
 * Who relies on stored bytes, and who may remove them: the writers' half of the collector's
 * protocol, and what both halves share. {@code docs/gc.md} has the argument.
 */
@NullMarked
package dev.lading.content.claim;

import org.jspecify.annotations.NullMarked;
