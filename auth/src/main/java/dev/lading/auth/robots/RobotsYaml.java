package dev.lading.auth.robots;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import dev.lading.auth.files.UnusableFile.Problem;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** A file of robots as a tree that keeps comments. */
final class RobotsYaml {
  private static final int DEEPEST = 8;
  private static final String EMPTY = "robots: {}\n";

  private RobotsYaml() {}

  /** The tree of a file; empty when it says nothing. */
  static Optional<Node> compose(FileContent content) {
    try {
      return Optional.ofNullable(new Yaml(limits(false)).compose(new StringReader(content.text())));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new UnusableFile(
          content.file(), List.of(new Problem(line, "not YAML. Mend this line.")));
    } catch (YAMLException _) {
      throw new UnusableFile(content.file(), "not YAML.");
    }
  }

  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /** The text with this robot in it, anew or in place of the one of that name. */
  static String with(Robot robot, String text) {
    MappingNode root = root(text);
    MappingNode robots = child(root, "robots");
    MappingNode node = child(robots, robot.name());
    put(node, "expires", time(robot.expires().toString()));
    if (!robot.comment().isEmpty()) {
      put(node, "comment", plain(robot.comment()));
    }
    put(node, "secrets", secrets(robot.secrets()));
    return serialize(root);
  }

  static String without(String name, String text) {
    MappingNode root = root(text);
    child(root, "robots").getValue().removeIf(tuple -> isNamed(tuple, name));
    return serialize(root);
  }

  /** The whole file; what has no robots yet is given an empty section for them. */
  private static MappingNode root(String text) {
    Node said = new Yaml(limits(false)).compose(new StringReader(text));
    String end = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    String whole = said == null ? text + end + EMPTY : said instanceof MappingNode ? text : EMPTY;
    return (MappingNode) new Yaml(limits(true)).compose(new StringReader(whole));
  }

  private static MappingNode child(MappingNode parent, String name) {
    for (NodeTuple tuple : parent.getValue()) {
      if (isNamed(tuple, name) && tuple.getValueNode() instanceof MappingNode child) {
        return child;
      }
    }
    MappingNode child = new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
    put(parent, name, child);
    return child;
  }

  private static void put(MappingNode parent, String name, Node value) {
    List<NodeTuple> tuples = parent.getValue();
    parent.setFlowStyle(FlowStyle.BLOCK);
    for (int i = 0; i < tuples.size(); i++) {
      if (isNamed(tuples.get(i), name)) {
        tuples.set(i, new NodeTuple(tuples.get(i).getKeyNode(), value));
        return;
      }
    }
    tuples.add(new NodeTuple(plain(name), value));
  }

  private static Node secrets(List<StoredSecret> secrets) {
    List<Node> nodes = secrets.stream().map(RobotsYaml::secret).toList();
    return new SequenceNode(Tag.SEQ, nodes, nodes.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
  }

  private static Node secret(StoredSecret secret) {
    var node = new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
    put(node, "sha256", plain(secret.sha256()));
    put(node, "created", time(secret.created().toString()));
    if (!secret.expires().equals(Expiry.NEVER)) {
      put(node, "expires", time(secret.expires().toString()));
    }
    return node;
  }

  private static boolean isNamed(NodeTuple tuple, String name) {
    return tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name);
  }

  private static Node plain(String text) {
    return new ScalarNode(Tag.STR, text, null, null, ScalarStyle.PLAIN);
  }

  /** Without the quotes that a text would have which looks like a time. */
  private static Node time(String text) {
    Tag tag = new Resolver().resolve(NodeId.scalar, text, true);
    return new ScalarNode(tag, text, null, null, ScalarStyle.PLAIN);
  }

  private static String serialize(Node root) {
    var options = new DumperOptions();
    options.setProcessComments(true);
    options.setSplitLines(false);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    var text = new StringWriter();
    new Yaml(options).serialize(root, text);
    return text.toString();
  }

  private static LoaderOptions limits(boolean comments) {
    var limits = new LoaderOptions();
    limits.setNestingDepthLimit(DEEPEST);
    limits.setProcessComments(comments);
    return limits;
  }
}
