/**
 * Where bytes rest. A {@link dev.lading.storage.StorageDriver} knows keys and bytes and nothing
 * else: no digest, no repository, no HTTP. Start reading there; {@code memory}, {@code filesystem}
 * and {@code s3} implement it and one contract suite runs on all.
 *
 * <p>May depend on {@code config} only.
 */
@NullMarked
package dev.lading.storage;

import org.jspecify.annotations.NullMarked;
