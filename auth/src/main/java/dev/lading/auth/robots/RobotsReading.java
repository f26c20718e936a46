package dev.lading.auth.robots;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import dev.lading.auth.files.UnusableFile.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a file of robots, and notes all that is wrong with it: a robot that is left out would only
 * ever learn of a wrong secret. Mutable; one instance reads one file.
 */
final class RobotsReading {
  private static final List<String> KEYS_OF_FILE = List.of("robots");
  private static final List<String> KEYS_OF_ROBOT = List.of("expires", "comment", "secrets");
  private static final List<String> KEYS_OF_SECRET = List.of("sha256", "created", "expires");

  private final List<Problem> problems = new ArrayList<>();

  private RobotsReading() {}

  static List<Robot> read(FileContent content) {
    var reading = new RobotsReading();
    List<Robot> robots = reading.robots(RobotsYaml.compose(content));
    if (!reading.problems.isEmpty()) {
      throw new UnusableFile(content.file(), reading.problems);
    }
    return robots;
  }

  private List<Robot> robots(Optional<Node> root) {
    List<Robot> robots = new ArrayList<>();
    root.flatMap(node -> Optional.ofNullable(section(node, KEYS_OF_FILE).get("robots")))
        .ifPresent(
            all -> entries(all).forEach((name, node) -> robot(name, node).ifPresent(robots::add)));
    return robots;
  }

  private Optional<Robot> robot(String name, Node node) {
    int before = problems.size();
    if (!Robot.isName(name)) {
      problem(node, "is no name of a robot: a to z, 0 to 9, and single . _ - between, at most 64");
    }
    Map<String, Node> section = section(node, KEYS_OF_ROBOT);
    Expiry expires = value(node, section, "expires", Expiry::parse, Expiry.NEVER);
    String comment = optional(section, "comment", Function.identity()).orElse("");
    List<StoredSecret> secrets = secrets(section);
    return problems.size() == before
        ? Optional.of(new Robot(name, expires, comment, secrets))
        : Optional.empty();
  }

  private List<StoredSecret> secrets(Map<String, Node> section) {
    List<StoredSecret> secrets = new ArrayList<>();
    Node node = section.get("secrets");
    if (node instanceof SequenceNode list && list.getValue().size() <= Robot.MOST_SECRETS) {
      list.getValue().forEach(each -> secret(each).ifPresent(secrets::add));
    } else if (node != null) {
      problem(node, "secrets: a list of two at most belongs here. Remove the older ones");
    }
    return secrets;
  }

  private Optional<StoredSecret> secret(Node node) {
    int before = problems.size();
    Map<String, Node> section = section(node, KEYS_OF_SECRET);
    String hash = value(node, section, "sha256", RobotsReading::hash, StoredSecret.NONE.sha256());
    Instant created = value(node, section, "created", RobotsReading::moment, Instant.EPOCH);
    Expiry expires = optional(section, "expires", Expiry::parse).orElse(Expiry.NEVER);
    return problems.size() == before
        ? Optional.of(new StoredSecret(hash, created, expires))
        : Optional.empty();
  }

  /** A value that must be there; another one stands in when it is not, and there is a problem. */
  private <T> T value(
      Node parent, Map<String, Node> section, String name, Function<String, T> parser, T standIn) {
    if (!section.containsKey(name)) {
      problem(parent, name + ": is missing");
    }
    return optional(section, name, parser).orElse(standIn);
  }

  private <T> Optional<T> optional(
      Map<String, Node> section, String name, Function<String, T> parser) {
    Node node = section.get(name);
    if (!(node instanceof ScalarNode scalar)) {
      Optional.ofNullable(node)
          .ifPresent(other -> problem(other, name + ": a single value belongs here"));
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(scalar.getValue()));
    } catch (IllegalArgumentException e) {
      problem(node, name + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private Map<String, Node> section(Node node, List<String> known) {
    Map<String, Node> entries = entries(node);
    entries.forEach(
        (name, value) -> {
          if (!known.contains(name)) {
            problem(value, "unknown key; known here: " + String.join(", ", known));
          }
        });
    return entries;
  }

  private SequencedMap<String, Node> entries(Node node) {
    SequencedMap<String, Node> entries = new LinkedHashMap<>();
    switch (node) {
      case MappingNode mapping -> mapping.getValue().forEach(tuple -> put(entries, tuple));
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> {}
      default -> problem(node, "a section belongs here. Write name: value, one to a line");
    }
    return entries;
  }

  private void put(Map<String, Node> entries, NodeTuple tuple) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      problem(tuple.getKeyNode(), "a key must be a name");
    } else if (entries.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
      problem(key, "is written twice. Keep one of them");
    }
  }

  private void problem(Node node, String message) {
    problems.add(new Problem(RobotsYaml.line(node), message + "."));
  }

  private static String hash(String text) {
    if (!StoredSecret.isHash(text)) {
      throw new IllegalArgumentException("is no SHA-256. Run: lading robot rotate");
    }
    return text;
  }

  private static Instant moment(String text) {
    Expiry moment = Expiry.parse(text);
    if (moment.equals(Expiry.NEVER)) {
      throw new IllegalArgumentException("is no time");
    }
    return moment.at();
  }
}
