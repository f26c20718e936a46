package dev.lading.conformance.crash.power;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One system call as strace prints it with {@code -yy}: descriptors as {@code 7</path>}, strings in
 * quotes with C's escapes.
 *
 * @param arguments as printed
 * @param result negative for a failure
 */
record SystemCall(String name, List<String> arguments, long result) {
  private static final Pattern CALL =
      Pattern.compile("(\\w+)\\((.*)\\)\\s+= (-?\\d+|\\?)(?:[ <].*)?", Pattern.DOTALL);
  private static final Pattern DESCRIPTOR = Pattern.compile("(?:\\d+|AT_FDCWD)<(.*?)>");
  private static final String DELETED = " (deleted)";

  static SystemCall parse(String text) {
    Matcher call = CALL.matcher(text);
    if (!call.matches()) {
      throw new IllegalArgumentException("not a system call: " + text);
    }
    String result = call.group(3);
    return new SystemCall(
        call.group(1), split(call.group(2)), result.equals("?") ? -1 : Long.parseLong(result));
  }

  boolean succeeded() {
    return result >= 0;
  }

  long number(int argument) {
    return Long.parseLong(arguments.get(argument));
  }

  /** The path given as a string, absolute. */
  Path path(int argument) {
    return Path.of(new String(bytes(argument), java.nio.charset.StandardCharsets.UTF_8));
  }

  /** The path given as a string, relative to the directory given by the descriptor before it. */
  Path pathAt(int argument) {
    return descriptor(argument - 1).resolve(path(argument));
  }

  /** What a descriptor is open on; a file that has no name any more keeps its last one. */
  Path descriptor(int argument) {
    return Path.of(descriptorText(argument).replace(DELETED, ""));
  }

  boolean isDeleted(int argument) {
    return descriptorText(argument).endsWith(DELETED);
  }

  /** The bytes of a string, which must have been printed whole. */
  byte[] bytes(int argument) {
    String quoted = arguments.get(argument);
    if (!quoted.startsWith("\"") || !quoted.endsWith("\"")) {
      throw new IllegalArgumentException("not a whole string: " + this);
    }
    return unescape(quoted.substring(1, quoted.length() - 1));
  }

  private String descriptorText(int argument) {
    Matcher descriptor = DESCRIPTOR.matcher(arguments.get(argument));
    if (!descriptor.lookingAt()) {
      throw new IllegalArgumentException("not a descriptor: " + this);
    }
    return arguments.get(argument).endsWith(DELETED)
        ? descriptor.group(1) + DELETED
        : descriptor.group(1);
  }

  /** At the commas outside quotes and brackets. */
  private static List<String> split(String arguments) {
    List<String> parts = new ArrayList<>();
    var part = new StringBuilder();
    boolean quoted = false;
    int depth = 0;
    for (int i = 0; i < arguments.length(); i++) {
      char c = arguments.charAt(i);
      if (quoted && c == '\\') {
        part.append(c);
        c = arguments.charAt(++i);
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted) {
        depth += "<[{".indexOf(c) >= 0 ? 1 : ">]}".indexOf(c) >= 0 ? -1 : 0;
        if (c == ',' && depth == 0) {
          parts.add(part.toString().strip());
          part.setLength(0);
          continue;
        }
      }
      part.append(c);
    }
    parts.add(part.toString().strip());
    return List.copyOf(parts);
  }

  private static byte[] unescape(String text) {
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        bytes.write(c);
        continue;
      }
      c = text.charAt(++i);
      if (c >= '0' && c <= '7') {
        int end = i + 1;
        while (end < i + 3 && end < text.length() && isOctal(text.charAt(end))) {
          end++;
        }
        bytes.write(Integer.parseInt(text.substring(i, end), 8));
        i = end - 1;
      } else {
        bytes.write(escaped(c));
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }

  private static int escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'f' -> '\f';
      case 'v' -> 0x0b;
      case '"', '\\' -> c;
      default -> throw new IllegalArgumentException("unknown escape \\" + c);
    };
  }
}
