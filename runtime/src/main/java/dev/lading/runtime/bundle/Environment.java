package dev.lading.runtime.bundle;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.BundleException.UnusableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables of {@code -e} and {@code --env-file}. A name alone takes the value that it has
 * around us; where it has none there, the container has none either.
 */
public final class Environment {
  private static final String OPTION = "--env-file";
  private static final int FILE_LIMIT_BYTES = 1 << 20;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Environment() {}

  /**
   * All that was asked for, in the order in which it counts.
   *
   * @param settings {@code NAME=value} or {@code NAME}; these win over files
   * @return {@code NAME=value}, or {@code NAME} for a variable that is to be taken away
   */
  public static List<String> asked(
      List<Path> files, List<String> settings, Map<String, String> around) {
    List<String> asked = new ArrayList<>();
    files.forEach(file -> lines(file).forEach(line -> asked.add(resolved(line, around))));
    for (String setting : settings) {
      if (setting.isEmpty() || setting.startsWith("=")) {
        throw new InvalidOption("-e", setting, "a variable has a name");
      }
      asked.add(resolved(setting, around));
    }
    return asked;
  }

  /** The first list with what the second one replaces, adds and takes away. */
  static List<String> merged(List<String> image, List<String> asked) {
    Map<String, String> merged = new LinkedHashMap<>();
    image.stream()
        .filter(setting -> setting.indexOf('=') > 0)
        .forEach(setting -> merged.put(name(setting), setting));
    for (String setting : asked) {
      if (setting.contains("=")) {
        merged.put(name(setting), setting);
      } else {
        merged.remove(setting);
      }
    }
    return List.copyOf(merged.values());
  }

  static String name(String setting) {
    int equals = setting.indexOf('=');
    return equals < 0 ? setting : setting.substring(0, equals);
  }

  private static String resolved(String setting, Map<String, String> around) {
    return setting.contains("=") || !around.containsKey(setting)
        ? setting
        : setting + "=" + around.get(setting);
  }

  private static List<String> lines(Path file) {
    List<String> settings = new ArrayList<>();
    for (String line : text(file).lines().map(String::stripLeading).toList()) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        String name = name(line);
        if (name.isEmpty() || name.chars().anyMatch(Character::isWhitespace)) {
          throw new UnusableFile(OPTION, file, "'" + name + "' is no name of a variable");
        }
        settings.add(line);
      }
    }
    return settings;
  }

  private static String text(Path file) {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_LIMIT_BYTES + 1);
      if (bytes.length > FILE_LIMIT_BYTES) {
        throw new UnusableFile(
            OPTION, file, "it is larger than %d bytes".formatted(FILE_LIMIT_BYTES));
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      throw new UnusableFile(OPTION, file, "it is not UTF-8");
    } catch (IOException e) {
      throw new UnusableFile(OPTION, file, "it cannot be read: " + e);
    }
  }
}
