package dev.lading.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * What the operator has configured: distribution's {@code config.yml}, version 0.1, overridden by
 * {@code REGISTRY_A_B_C} variables. Immutable.
 *
 * <pre>{@code
 * Effective<Settings> effective = Configuration.load(file, System.getenv()).read(Settings::from);
 * Settings settings = effective.get();
 * }</pre>
 *
 * <p>Without a file there is a built-in one, for one person at this machine ({@code defaults.yml});
 * with a file, what it leaves out has distribution's defaults, which the reading modules know.
 */
public final class Configuration {
  private static final String VERSION = "0.1";

  private final Tree.Mapping root;
  private final KnownKeys known;
  private final List<Problem> problems;

  private Configuration(Tree.Mapping root, KnownKeys known, List<Problem> problems) {
    this.root = root;
    this.known = known;
    this.problems = List.copyOf(problems);
  }

  /**
   * Takes a file and the environment together.
   *
   * @param file the configuration file; without it {@code REGISTRY_CONFIGURATION_PATH} names one,
   *     and without that the built-in configuration is used; no other place is looked at
   * @param environment all variables of the process; those of others are left alone
   * @throws InvalidConfiguration when the file cannot be read or is not YAML; what is wrong in it
   *     otherwise is reported by {@link #read}
   */
  public static Configuration load(Optional<Path> file, Map<String, String> environment) {
    return file.or(() -> file(environment))
        .map(path -> parse(path.toString(), content(path), environment))
        .orElseGet(() -> parse(_ -> new Origin.Default(), builtIn(), environment));
  }

  /**
   * Takes the text of a file that has this name, and the environment.
   *
   * @throws InvalidConfiguration when the text is not YAML
   */
  public static Configuration parse(String file, String text, Map<String, String> environment) {
    return parse(line -> new Origin.Line(file, line), text, environment);
  }

  private static Configuration parse(
      IntFunction<Origin> origins, String text, Map<String, String> environment) {
    KnownKeys known = KnownKeys.load();
    var problems = new ArrayList<Problem>();
    Tree.Mapping written = parse(text, origins, problems);
    Tree.Mapping overridden = new Environment(known, problems).override(written, environment);
    return new Configuration(renamed(overridden, known, problems), known, problems);
  }

  /**
   * Lets the modules read their records, and judges what they did not read. May be called again.
   *
   * @param reader reads every key it can act upon, from the top of the configuration
   */
  public <T> Effective<T> read(Function<Section, T> reader) {
    var found = new ArrayList<>(problems);
    var section = new Section(new Written(KeyPath.TOP, root, known, found));
    checkVersion(section);
    T value = reader.apply(section);
    new UnreadKeys(known, found).review(section);
    return new Effective<>(value, section, found.stream().distinct().sorted().toList());
  }

  private static void checkVersion(Section section) {
    Optional<String> version = section.text("version");
    if (version.isEmpty()) {
      section.problem("version", "is missing. Write version: " + VERSION + " on the first line.");
    } else if (!version.get().equals(VERSION)) {
      section.problem("version", "is not one that is known. Write version: " + VERSION + ".");
    }
  }

  /** The configuration file that the environment names. */
  public static Optional<Path> file(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(Environment.FILE))
        .filter(name -> !name.isEmpty())
        .map(Path::of);
  }

  private static String content(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(YamlReader.LARGEST_TEXT + 1);
      if (bytes.length > YamlReader.LARGEST_TEXT) {
        throw unreadable(file, "is larger than 1 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw unreadable(file, "is not UTF-8");
    } catch (IOException e) {
      throw unreadable(file, "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static InvalidConfiguration unreadable(Path file, String reason) {
    String message = "the configuration file " + reason + ". Name another one, or mend it.";
    Origin origin = new Origin.Line(file.toString(), 1);
    return new InvalidConfiguration(
        List.of(new Problem(Problem.Severity.ERROR, origin, List.of(), message)));
  }

  private static String builtIn() {
    try (InputStream in = Configuration.class.getResourceAsStream("defaults.yml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tree.Mapping parse(
      String text, IntFunction<Origin> origins, List<Problem> problems) {
    Tree node =
        new YamlReader(origins, problems)
            .read(text)
            .orElseThrow(() -> new InvalidConfiguration(problems));
    return switch (node) {
      case Tree.Mapping mapping -> mapping;
      case Tree.Nothing nothing -> Tree.Mapping.empty(nothing.origin());
      case Tree.Scalar _, Tree.Sequence _ -> {
        String message = "not a configuration. Write name: value, one to a line.";
        problems.add(new Problem(Problem.Severity.ERROR, node.origin(), List.of(), message));
        throw new InvalidConfiguration(problems);
      }
    };
  }

  private static Tree.Mapping renamed(
      Tree.Mapping written, KnownKeys known, List<Problem> problems) {
    Tree.Mapping result = written;
    for (var rename : known.moved().entrySet()) {
      Optional<Tree> older = result.find(rename.getKey());
      if (older.isPresent()) {
        String message = "is an older name of " + rename.getValue() + ". Write that instead.";
        problems.add(Problem.warning(older.get().origin(), rename.getKey(), message));
        result = moved(result.without(rename.getKey()), rename.getValue().names(), older.get());
      }
    }
    return result;
  }

  /** Puts a value where it belongs now, unless there is one already. */
  private static Tree.Mapping moved(Tree.Mapping section, List<String> names, Tree value) {
    String name = names.getFirst();
    Optional<Tree> there = section.find(name).filter(node -> !(node instanceof Tree.Nothing));
    if (names.size() == 1) {
      return there.isPresent() ? section : section.with(name, value);
    }
    return switch (there.orElse(Tree.Mapping.empty(value.origin()))) {
      case Tree.Mapping below ->
          section.with(name, moved(below, names.subList(1, names.size()), value));
      case Tree.Nothing _, Tree.Scalar _, Tree.Sequence _ -> section;
    };
  }
}
