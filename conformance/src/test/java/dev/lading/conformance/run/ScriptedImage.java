package dev.lading.conformance.run;

import java.util.ArrayList;
import java.util.List;

/**
 * An image whose layers are made by shell scripts.
 *
 * @param differences paths of which umoci makes something else, each with the reason
 */
record ScriptedImage(String name, List<ScriptedLayer> layers, List<Difference> differences) {
  /**
   * One layer: a script is run in an empty directory, which is put into a tar then.
   *
   * @param tar options of GNU tar and what is put into it
   */
  record ScriptedLayer(String script, String tar) {}

  /**
   * What umoci does otherwise.
   *
   * @param path of one file
   * @param field which property of it differs
   */
  record Difference(String path, String field, String reason) {}

  static ScriptedImage of(String name, ScriptedLayer... layers) {
    return new ScriptedImage(name, List.of(layers), List.of());
  }

  /** With PAX headers and all attributes. */
  static ScriptedLayer layer(String script) {
    return layer(script, "--format=posix --xattrs --xattrs-include=* .");
  }

  static ScriptedLayer layer(String script, String tar) {
    return new ScriptedLayer(script, tar);
  }

  ScriptedImage except(String path, String field, String reason) {
    var more = new ArrayList<>(differences);
    more.add(new Difference(path, field, reason));
    return new ScriptedImage(name, layers, List.copyOf(more));
  }

  @Override
  public String toString() {
    return name;
  }
}
