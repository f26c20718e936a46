package dev.lading.conformance.run;

import static java.util.Objects.requireNonNull;

import dev.lading.conformance.clients.ClientHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All there is to know of each file of a root, by path. */
final class Inventory {
  private final Path root;
  private final Map<Object, String> firstNames = new HashMap<>();

  private Inventory(Path root) {
    this.root = root;
  }

  /** Names and values of properties by path; the root is the empty path. */
  static Map<String, Map<String, String>> of(Path root, ClientHome home) throws IOException {
    Inventory inventory = new Inventory(root);
    Map<String, Map<String, String>> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.sorted().toList()) {
        files.put(root.relativize(file).toString(), inventory.properties(file));
      }
    }
    addAttributes(files, root, home);
    return files;
  }

  private Map<String, String> properties(Path file) throws IOException {
    Map<String, String> properties = new TreeMap<>();
    properties.put("mode", Integer.toOctalString((int) unix(file, "mode")));
    properties.put("owner", unix(file, "uid") + ":" + unix(file, "gid"));
    properties.put("modified", unix(file, "lastModifiedTime").toString());
    properties.put("device", unix(file, "rdev").toString());
    if (Files.isSymbolicLink(file)) {
      properties.put("target", Files.readSymbolicLink(file).toString());
    }
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      properties.put("size", unix(file, "size").toString());
      properties.put("content", hash(file));
    }
    if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      String name = root.relativize(file).toString();
      String first = firstNames.computeIfAbsent(unix(file, "ino"), _ -> name);
      properties.put("links", unix(file, "nlink") + " as " + first);
    }
    return properties;
  }

  private static Object unix(Path file, String attribute) throws IOException {
    return requireNonNull(Files.getAttribute(file, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS));
  }

  private static String hash(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The JDK shows only those of users. */
  private static void addAttributes(
      Map<String, Map<String, String>> files, Path root, ClientHome home) {
    String printed =
        home.run(
                "sh",
                "-c",
                "cd \"$0\" && getfattr --recursive --physical --no-dereference --dump"
                    + " --match=- --encoding=hex .",
                root.toString())
            .out();
    for (String block : printed.split("\n\n", -1)) {
      String[] lines = block.strip().split("\n", -1);
      String name = lines[0].replaceFirst("^# file: ", "");
      for (int i = 1; i < lines.length; i++) {
        String[] pair = lines[i].split("=", 2);
        files
            .computeIfAbsent(name.equals(".") ? "" : name, _ -> new TreeMap<>())
            .put(pair[0], pair[1]);
      }
    }
  }
}
