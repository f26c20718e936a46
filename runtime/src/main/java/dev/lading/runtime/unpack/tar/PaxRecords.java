package dev.lading.runtime.unpack.tar;

import dev.lading.runtime.posix.RawName;
import dev.lading.runtime.unpack.tar.TarException.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The extended header of one entry: keys and values, the values being bytes.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">POSIX, pax
 *     Extended Header</a>
 */
final class PaxRecords {
  private static final String ATTRIBUTE = "SCHILY.xattr.";
  private static final int LENGTH_DIGITS = 10;

  private final Map<String, byte[]> values = new HashMap<>();
  private final List<Long> sparseMap = new ArrayList<>();

  /** Adds what a header's bytes say; later records replace earlier ones of the same key. */
  void add(byte[] header) {
    int at = 0;
    while (at < header.length) {
      int space = at;
      while (space < header.length && header[space] != ' ') {
        space++;
      }
      int length = length(header, at, space);
      addRecord(header, space + 1, at + length - 1);
      at += length;
    }
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Optional<RawName> name(String key) {
    return Optional.ofNullable(values.get(key)).map(value -> rawName(value, key));
  }

  Optional<Long> number(String key) {
    return Optional.ofNullable(values.get(key)).map(value -> decimal(text(value), key));
  }

  /** Decimal seconds with a fraction, perhaps negative. */
  Optional<TarTime> time(String key) {
    return Optional.ofNullable(values.get(key)).map(value -> time(text(value), key));
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(PaxRecords::text);
  }

  Map<RawName, byte[]> attributes() {
    Map<RawName, byte[]> attributes = new HashMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(ATTRIBUTE)) {
            attributes.put(new RawName(key.substring(ATTRIBUTE.length())), value);
          }
        });
    return attributes;
  }

  /** Offsets and lengths by turns, of GNU's first form, which repeats its keys. */
  List<Long> sparseMap() {
    return sparseMap;
  }

  static long decimal(String text, String key) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Malformed("the extended header's " + key + " is no number");
    }
  }

  /** {@code "%d %s=%s\n", length, key, value}; the length counts itself. */
  private static int length(byte[] header, int at, int space) {
    if (space == at || space - at > LENGTH_DIGITS || space == header.length) {
      throw new Malformed("an extended header has a record without a length");
    }
    String digits = new String(header, at, space - at, StandardCharsets.ISO_8859_1);
    long length = decimal(digits, "length");
    boolean fits =
        length > space - at + 1
            && length <= header.length - at
            && header[(int) (at + length - 1)] == '\n';
    if (!fits) {
      throw new Malformed("an extended header has a record of the wrong length");
    }
    return (int) length;
  }

  private void addRecord(byte[] header, int from, int end) {
    int equals = from;
    while (equals < end && header[equals] != '=') {
      equals++;
    }
    if (equals == from || equals == end) {
      throw new Malformed("an extended header has a record without a key");
    }
    String key = rawName(Arrays.copyOfRange(header, from, equals), "key").bytes();
    put(key, Arrays.copyOfRange(header, equals + 1, end));
  }

  /** An empty value takes a record back, except that of an attribute, which may be empty. */
  private void put(String key, byte[] value) {
    if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
      boolean expected = sparseMap.size() % 2 == (key.endsWith("offset") ? 0 : 1);
      if (!expected) {
        throw new Malformed("the map of a sparse file is out of order");
      }
      sparseMap.add(decimal(text(value), key));
    } else if (value.length == 0 && !key.startsWith(ATTRIBUTE)) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.ISO_8859_1);
  }

  private static RawName rawName(byte[] value, String key) {
    return RawName.find(value, 0, value.length)
        .orElseThrow(() -> new Malformed("the extended header's " + key + " has a zero byte"));
  }

  private static TarTime time(String text, String key) {
    int dot = text.indexOf('.');
    String whole = dot < 0 ? text : text.substring(0, dot);
    int nanos = dot < 0 ? 0 : nanos(text.substring(dot + 1), key);
    long seconds = whole.isEmpty() || whole.equals("-") ? 0 : decimal(whole, key);
    if (!whole.startsWith("-") || nanos == 0) {
      return new TarTime(seconds, nanos);
    }
    return new TarTime(seconds - 1, 1_000_000_000 - nanos);
  }

  /** Digits after the ninth are dropped. */
  private static int nanos(String fraction, String key) {
    if (!fraction.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new Malformed("the extended header's " + key + " is no time");
    }
    String nine = (fraction + "000000000").substring(0, 9);
    return Integer.parseInt(nine);
  }
}
