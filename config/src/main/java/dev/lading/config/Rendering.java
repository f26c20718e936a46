package dev.lading.config;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.comments.CommentType;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Writes what was read as YAML, in the order of reading. */
final class Rendering {
  private static final String MASK = "***";
  private final Resolver resolver = new Resolver();

  String render(Section root) {
    var options = new DumperOptions();
    options.setProcessComments(true);
    options.setSplitLines(false);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    var text = new StringWriter();
    new Yaml(options).serialize(section(root), text);
    return text.toString();
  }

  private Node section(Section section) {
    var tuples = new ArrayList<NodeTuple>();
    section.reads().forEach((name, read) -> tuples.add(new NodeTuple(plain(name), node(read))));
    return mapping(tuples);
  }

  private Node node(Read read) {
    return switch (read) {
      case Section section -> section(section);
      case Read.Elements(List<Section> sections) -> {
        List<Node> elements = sections.stream().map(this::section).toList();
        yield new SequenceNode(
            Tag.SEQ, elements, elements.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
      }
      case Read.Value(var value, boolean secret) -> commented(value(value, secret), value);
    };
  }

  private Node value(Tree value, boolean secret) {
    return switch (value) {
      case Tree.Nothing _ -> new ScalarNode(Tag.NULL, "", null, null, ScalarStyle.PLAIN);
      case Tree.Scalar(String text, Origin _) -> plain(secret ? MASK : text);
      case Tree.Sequence(var elements, Origin _) ->
          new SequenceNode(
              Tag.SEQ,
              elements.stream().map(element -> value(element, secret)).toList(),
              FlowStyle.FLOW);
      case Tree.Mapping(var entries, Origin _) -> map(entries, secret);
    };
  }

  private Node map(SequencedMap<String, Tree> entries, boolean secret) {
    var tuples = new ArrayList<NodeTuple>();
    for (Map.Entry<String, Tree> entry : entries.entrySet()) {
      Node node = commented(value(entry.getValue(), secret), entry.getValue());
      tuples.add(new NodeTuple(plain(entry.getKey()), node));
    }
    return mapping(tuples);
  }

  private static Node mapping(List<NodeTuple> tuples) {
    return new MappingNode(Tag.MAP, tuples, tuples.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
  }

  /** Quotes what would read as something else than this text, though any type reads it. */
  private Node plain(String text) {
    Tag implicit = resolver.resolve(NodeId.scalar, text, true);
    boolean isClear = !implicit.equals(Tag.NULL) && !implicit.equals(Tag.MERGE);
    return new ScalarNode(
        isClear ? implicit : Tag.STR,
        text,
        null,
        null,
        isClear ? ScalarStyle.PLAIN : ScalarStyle.SINGLE_QUOTED);
  }

  private static Node commented(Node node, Tree value) {
    String comment =
        switch (value.origin()) {
          case Origin.Variable variable -> " from " + variable.name();
          case Origin.Default _ -> value instanceof Tree.Nothing ? " not set" : " default";
          case Origin.Line _, Origin.Environment _ -> "";
        };
    boolean isBlock = node instanceof MappingNode map && map.getFlowStyle() == FlowStyle.BLOCK;
    if (!comment.isEmpty() && !isBlock) {
      node.setInLineComments(List.of(new CommentLine(null, null, comment, CommentType.IN_LINE)));
    }
    return node;
  }
}
