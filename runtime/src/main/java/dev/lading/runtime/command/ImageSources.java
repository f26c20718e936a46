package dev.lading.runtime.command;

import dev.lading.runtime.container.ImageSource;
import dev.lading.runtime.image.DataFolder;
import java.io.PrintWriter;

/** Where {@code lading run} gets its image, as its options say. */
@FunctionalInterface
interface ImageSources {
  ImageSource of(PullOptions options, DataFolder data, PrintWriter err);
}
