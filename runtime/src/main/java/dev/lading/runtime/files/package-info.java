/**
 * Files that nobody else may read, written wholly or not at all. Knows nothing of what is in them.
 */
@NullMarked
package dev.lading.runtime.files;

import org.jspecify.annotations.NullMarked;
