package dev.lading.runtime.unpack;

import static dev.lading.runtime.unpack.Hostile.refused;

import dev.lading.runtime.unpack.UnpackException.BadEntry;
import dev.lading.runtime.unpack.UnpackException.Damaged;
import dev.lading.runtime.unpack.UnpackException.TooMuch;
import dev.lading.runtime.unpack.UnpackException.Truncated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers that are more than there is room for, or are no tars. */
class MalformedLayersTest {
  @TempDir private Path outside;

  @ParameterizedTest
  @MethodSource({"sizes", "forms"})
  void layer_isRefused(Hostile image) throws IOException {
    image.check(outside);
  }

  static Stream<Hostile> sizes() {
    return Stream.of(
        refused("a file beyond the limit", TooMuch.class, tar().entry('0', "a", "", 1L << 33)),
        refused(
            "a size beyond eight octal digits",
            TooMuch.class,
            tar().pax("size", Long.toString(Long.MAX_VALUE)).entry('0', "a", "", 0)),
        refused("a negative size", Damaged.class, tar().pax("size", "-1").entry('0', "a", "", 0)),
        refused(
            "a negative size in base 256",
            Damaged.class,
            tar().header('0', "a", "", 0, block -> Arrays.fill(block, 124, 136, (byte) 0xff))),
        refused(
            "many files that are too much together",
            TooMuch.class,
            tar().file("a", "x".repeat(1_500_000)).file("b", "x".repeat(900_000))),
        refused(
            "an extended header beyond the limit",
            TooMuch.class,
            tar().pax("comment", "x".repeat(65_536)).file("a", "")),
        refused(
            "an extended header of gigabytes", TooMuch.class, tar().entry('x', "a", "", 7L << 30)),
        refused("a long name of gigabytes", TooMuch.class, tar().entry('L', "a", "", 7L << 30)),
        refused("a sparse bomb", TooMuch.class, sparse("0,1", 1L << 62, 1)),
        refused("a sparse file past its end", Damaged.class, sparse("5,10", 10, 10)),
        refused("a sparse file backwards", Damaged.class, sparse("5,1,0,1", 10, 2)),
        refused("a sparse file over itself", Damaged.class, sparse("0,5,4,1", 10, 6)),
        refused("a sparse file with less than its map", Damaged.class, sparse("0,5", 10, 2)),
        refused("a sparse map cut off", Damaged.class, sparse("0,5,6", 10, 5)),
        refused("a sparse map that overflows", Damaged.class, sparse("1," + Long.MAX_VALUE, 10, 5)),
        refused("more entries than allowed", TooMuch.class, many(5_001, "")),
        refused(
            "more implied directories than allowed", TooMuch.class, many(6, "d/".repeat(1_000))),
        refused(
            "a link beyond the limit",
            TooMuch.class,
            tar().pax("linkpath", "x".repeat(5_000)).symlink("a", "")));
  }

  static Stream<Hostile> forms() {
    return Stream.of(
        refused("no tar", Damaged.class, "x".repeat(1024).getBytes(StandardCharsets.US_ASCII)),
        refused("less than a block", Truncated.class, new byte[100]),
        refused(
            "the end in a file",
            Truncated.class,
            Arrays.copyOf(tar().file("a", "x".repeat(2000)).open(), 1000)),
        refused(
            "the end in a header", Truncated.class, Arrays.copyOf(tar().file("a", "").open(), 300)),
        refused("the end after an extended header", Truncated.class, tar().pax("path", "b").open()),
        refused("a wrong sum", Damaged.class, changed(tar().file("a", "").closed())),
        refused("an unknown type", Damaged.class, tar().entry('Z', "a", "", 0)),
        refused(
            "one block of zeros in the middle",
            Damaged.class,
            tar().content(new byte[512]).file("a", "")),
        refused("a record without a length", Damaged.class, pax("x=y\n")),
        refused("a record that is too long", Damaged.class, pax("99 path=y\n")),
        refused("a record that is too short", Damaged.class, pax("3 path=y\n")),
        refused("a record of no length", Damaged.class, pax("0 path=y\n")),
        refused("a record of a negative length", Damaged.class, pax("-9 path=y\n")),
        refused("a record without a key", Damaged.class, pax("5 =y\n")),
        refused("a time that is none", Damaged.class, tar().pax("mtime", "now").file("a", "")),
        refused(
            "an owner that is none", BadEntry.class, tar().pax("uid", "4294967295").file("a", "")),
        refused(
            "a device that is none",
            BadEntry.class,
            tar().characterDevice("a", 07777, 0).characterDevice("b", 010000, 0)));
  }

  private static Tar tar() {
    return new Tar();
  }

  private static Tar pax(String body) {
    return tar().pax('x', body.getBytes(StandardCharsets.UTF_8)).file("a", "");
  }

  /** GNU's form 0.1. */
  private static Tar sparse(String map, long size, int stored) {
    Map<String, byte[]> records = new LinkedHashMap<>();
    records.put("GNU.sparse.size", Long.toString(size).getBytes(StandardCharsets.US_ASCII));
    records.put("GNU.sparse.map", map.getBytes(StandardCharsets.US_ASCII));
    return tar().pax(records).file("a", "x".repeat(stored));
  }

  private static Tar many(int count, String above) {
    Tar tar = tar();
    for (int i = 0; i < count; i++) {
      tar.longName('L', i + "/" + above + "f").file("x", "");
    }
    return tar;
  }

  private static byte[] changed(byte[] tar) {
    tar[0]++;
    return tar;
  }
}
