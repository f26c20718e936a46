package dev.lading.runtime.bundle;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import java.nio.file.Path;

/** Paths in a container. Only their form is looked at; links are the runtime's to resolve. */
final class InContainer {
  private InContainer() {}

  /** Without dots; never the root itself. */
  static String path(String option, String text, String path) {
    String normal = folder(option, text, path);
    if (normal.equals("/")) {
      throw new InvalidOption(option, text, "the root of the container is its image");
    }
    return normal;
  }

  /** Without dots; {@code ..} of the root is the root. */
  static String folder(String option, String text, String path) {
    if (path.indexOf('\0') >= 0) {
      throw new InvalidOption(option, "", "the path in the container holds a zero byte");
    }
    if (!path.startsWith("/")) {
      throw new InvalidOption(option, text, "the path in the container begins with /");
    }
    return Path.of(path).normalize().toString();
  }
}
