package dev.lading.conformance.run;

import dev.lading.conformance.clients.ClientHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
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
    Map<String, Object> unix = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
    Map<String, String> properties = new TreeMap<>();
    properties.put("mode", Integer.toOctalString((int) unix.get("mode")));
    properties.put("owner", unix.get("uid") + ":" + unix.get("gid"));
    properties.put("modified", ((FileTime) unix.get("lastModifiedTime")).toInstant().toString());
    properties.put("device", unix.get("rdev").toString());
    if ((boolean) unix.get("isSymbolicLink")) {
      properties.put("target", Files.readSymbolicLink(file).toString());
    }
    if ((boolean) unix.get("isRegularFile")) {
      properties.put("size", unix.get("size").toString());
      properties.put("content", hash(file));
    }
    if (!(boolean) unix.get("isDirectory")) {
      String name = root.relativize(file).toString();
      String first = firstNames.putIfAbsent(unix.get("ino"), name);
      properties.put("links", unix.get("nlink") + " as " + Optional.ofNullable(first).orElse(name));
    }
    return properties;
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
    for (String block : printed.split("\n\n")) {
      String[] lines = block.split("\n");
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
