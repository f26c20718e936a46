/**
 * The rules of {@code auth.access}: who may do what with which repositories, decided and explained.
 * Start at {@link dev.lading.auth.access.AccessRules}.
 *
 * <p>Depends on {@code auth}, {@code content} for the names of repositories, and {@code config} to
 * be read. Nothing here does I/O.
 */
@NullMarked
package dev.lading.auth.access;

import org.jspecify.annotations.NullMarked;
