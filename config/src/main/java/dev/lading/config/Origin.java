package dev.lading.config;

/** Where a value, or a problem with it, comes from; its text is what an operator can look up. */
public sealed interface Origin {

  /** A line of the configuration file, counted from 1. */
  record Line(String file, int number) implements Origin {
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
