/** Tests of the rules of connections. */
@NullMarked
package dev.lading.runtime.registry.http;

import org.jspecify.annotations.NullMarked;
