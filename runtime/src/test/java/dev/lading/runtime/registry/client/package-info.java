/** Tests of the client against registries that are played. */
@NullMarked
package dev.lading.runtime.registry.client;

import org.jspecify.annotations.NullMarked;
