/**
 * A bucket of an S3-compatible store: keys are object names below a root directory, as CNCF
 * distribution writes them, so that its bucket is served as it lies there. Start at {@link
 * dev.lading.storage.s3.S3Driver}. {@code Bucket} is the one place that speaks S3 of single
 * objects, {@code Requests} says what an answer means and what is asked again, {@code Fragment} how
 * an upload rests until it is published.
 *
 * <p>May depend on {@code dev.lading.storage} only, and nobody else on the S3 client.
 */
@NullMarked
package dev.lading.storage.s3;

import org.jspecify.annotations.NullMarked;
