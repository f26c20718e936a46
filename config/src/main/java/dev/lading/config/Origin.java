package dev.lading.config;

import java.nio.file.Path;

/** Where a value, or a problem with it, comes from; its text is what an operator can look up. */
public sealed interface Origin {

  /** A line of the configuration file, counted from 1. */
  record Line(String file, int number) implements Origin {

    /** A path that stands there: a relative one begins at the directory of the file. */
    Path beside(Path path) {
      return Path.of(file).resolveSibling(path);
    }

    @Override
    public String toString() {
      return file + ":" + number;
    }
  }

  /** One environment variable. */
  record Variable(String name) implements Origin {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The environment as a whole. */
  record Environment() implements Origin {
    @Override
    public String toString() {
      return "environment";
    }
  }

  /** Nothing was written: a default. */
  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }
}
