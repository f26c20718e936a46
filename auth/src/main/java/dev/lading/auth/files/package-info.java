/**
 * Files that people and other programs write: read again when they change ({@link
 * dev.lading.auth.files.WatchedFile}), and edited so that neither a crash nor a second editor does
 * harm ({@link dev.lading.auth.files.EditedFile}).
 *
 * <p>Depends on the JDK only; knows nothing of what is in the files.
 */
@NullMarked
package dev.lading.auth.files;

import org.jspecify.annotations.NullMarked;
