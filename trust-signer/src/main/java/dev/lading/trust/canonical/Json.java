package dev.lading.trust.canonical;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value that has a canonical encoding. Immutable. */
public sealed interface Json {
  /** Members in the order in which they were read or given; no name occurs twice. */
  record Obj(Map<String, Json> members) implements Json {
    public Obj {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
  }

  record Arr(List<Json> elements) implements Json {
    public Arr {
      elements = List.copyOf(elements);
    }
  }

  record Str(String value) implements Json {}

  /**
   * A whole number.
   *
   * @param value at most 2<sup>53</sup> either way: beyond that, readers that count in floating
   *     point see another number
   */
  record Num(long value) implements Json {
    static final long LARGEST = 1L << 53;

    public Num {
      if (value > LARGEST || value < -LARGEST) {
        throw new IllegalArgumentException("beyond 2^53: " + value);
      }
    }
  }

  record Bool(boolean value) implements Json {}

  record Null() implements Json {}
}
