package dev.lading.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads one YAML text, bounded in size, depth and what its aliases expand to. Keys that are written
 * twice are reported, and reading goes on. Mutable: one instance reads one text, on one thread.
 */
final class YamlReader {
  static final int LARGEST_TEXT = 1 << 20;
  private static final int DEEPEST = 32;
  private static final int MOST_VALUES = 50_000;

  private final IntFunction<Origin> origins;
  private final List<Problem> problems;
  private int values;

  /**
   * @param origins the origin of each line, counted from 1
   * @param problems takes what is wrong with the text
   */
  YamlReader(IntFunction<Origin> origins, List<Problem> problems) {
    this.origins = origins;
    this.problems = problems;
  }

  /** The only document of the text; empty when it is not YAML, which has been reported then. */
  Optional<Tree> read(String text) {
    try {
      var root = new Yaml(limits()).compose(new StringReader(text));
      if (root == null) {
        return Optional.of(new Tree.Nothing(origins.apply(1)));
      }
      Tree node = convert(root, origins.apply(1), KeyPath.TOP);
      if (values > MOST_VALUES) {
        return malformed(
            1, "it holds more than %d values or %d levels".formatted(MOST_VALUES, DEEPEST));
      }
      return Optional.of(node);
    } catch (MarkedYAMLException e) {
      return malformed(e.getProblemMark().getLine() + 1, e.getProblem());
    } catch (YAMLException e) {
      return malformed(1, String.valueOf(e.getMessage()));
    }
  }

  private static LoaderOptions limits() {
    var limits = new LoaderOptions();
    limits.setCodePointLimit(LARGEST_TEXT);
    limits.setNestingDepthLimit(DEEPEST);
    return limits;
  }

  private Optional<Tree> malformed(int line, String reason) {
    Origin origin = origins.apply(line);
    // The parser's words may quote the text; that of a variable may be a password.
    String message =
        origin instanceof Origin.Line
            ? "not YAML: " + reason + ". Mend this line."
            : "its value is not YAML. Put it in single quotes: NAME=\"'value'\".";
    problems.add(new Problem(Problem.Severity.ERROR, origin, List.of(), message));
    return Optional.empty();
  }

  private Tree convert(Node node, Origin origin, KeyPath path) {
    if (++values > MOST_VALUES || path.size() > DEEPEST) {
      values = MOST_VALUES + 1;
      return new Tree.Nothing(origin);
    }
    return switch (node) {
      case MappingNode mapping -> mapping(mapping, origin, path);
      case SequenceNode sequence -> sequence(sequence, origin, path);
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> new Tree.Nothing(origin);
      case ScalarNode scalar -> new Tree.Scalar(scalar.getValue(), origin);
      default -> throw new IllegalStateException("composed: " + node.getNodeId());
    };
  }

  private Tree sequence(SequenceNode sequence, Origin origin, KeyPath path) {
    var elements = new ArrayList<Tree>();
    for (var element : sequence.getValue()) {
      elements.add(convert(element, originOf(element), path.child(elements.size())));
    }
    return new Tree.Sequence(elements, origin);
  }

  private Tree mapping(MappingNode mapping, Origin origin, KeyPath path) {
    var entries = new LinkedHashMap<String, Tree>();
    var merged = new ArrayList<Tree>();
    for (NodeTuple tuple : mapping.getValue()) {
      Origin here = originOf(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(
            Problem.error(here, path.toString(), "a key must be a name. Write name: value."));
      } else if (key.getTag().equals(Tag.MERGE)) {
        merged.add(convert(tuple.getValueNode(), here, path));
      } else {
        KeyPath child = path.child(key.getValue());
        put(entries, child, convert(tuple.getValueNode(), here, child));
      }
    }
    merged.forEach(other -> merge(entries, other));
    return new Tree.Mapping(entries, origin);
  }

  private void put(SequencedMap<String, Tree> entries, KeyPath key, Tree value) {
    Tree first = entries.putIfAbsent(key.last(), value);
    if (first != null) {
      String message = "is written twice, first at " + first.origin() + ". Keep one of them.";
      problems.add(Problem.error(value.origin(), key.toString(), message));
    }
  }

  /**
   * The merge key {@code <<}: what it brings yields to what is written, and to what came before.
   */
  private static void merge(SequencedMap<String, Tree> entries, Tree other) {
    switch (other) {
      case Tree.Mapping mapping -> mapping.entries().forEach(entries::putIfAbsent);
      case Tree.Sequence sequence -> sequence.elements().forEach(each -> merge(entries, each));
      case Tree.Nothing _, Tree.Scalar _ -> {}
    }
  }

  private Origin originOf(Node node) {
    return origins.apply(node.getStartMark().getLine() + 1);
  }
}
