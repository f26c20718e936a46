/**
 * Configuration: CNCF distribution's {@code config.yml} and its {@code REGISTRY_A_B_C} variables,
 * turned into the typed records of the modules that own them.
 *
 * <p>This package knows the format, the names and the rules; it knows no module. A module reads its
 * own record from a {@link dev.lading.config.Section}; what nobody has read is then judged by the
 * table {@code known-keys.txt}: a key that guards and that nobody obeys is an error, so that a
 * configuration that asks for a guard is never served open.
 *
 * <p>May depend on nothing of ours. Start reading at {@link dev.lading.config.Configuration}.
 */
@NullMarked
package dev.lading.config;

import org.jspecify.annotations.NullMarked;
