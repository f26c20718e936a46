/**
 * What is to run, and how: an image's config and the options of whoever runs it become a {@code
 * Plan}, and a plan becomes a {@code config.json} of the OCI runtime specification. {@code Plan} is
 * the way in. Nothing here starts a program.
 *
 * <p>May depend on {@code image}, for what an image says, and on {@code registry.http}, for JSON.
 */
@NullMarked
package dev.lading.runtime.bundle;

import org.jspecify.annotations.NullMarked;
