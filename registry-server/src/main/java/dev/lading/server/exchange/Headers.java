package dev.lading.server.exchange;

import java.util.List;
import java.util.Optional;

/** The header lines of a request; names are compared without regard to case. */
public interface Headers {
  /** The first line of that name. */
  Optional<String> first(String name);

  /** All lines of that name, in the order they came. */
  List<String> all(String name);
}
