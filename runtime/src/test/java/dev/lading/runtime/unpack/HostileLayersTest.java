package dev.lading.runtime.unpack;

import static dev.lading.runtime.unpack.Hostile.refused;
import static dev.lading.runtime.unpack.Hostile.unpacks;
import static dev.lading.runtime.unpack.Unpacking.names;
import static dev.lading.runtime.unpack.Unpacking.unpack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.runtime.unpack.UnpackException.BadEntry;
import dev.lading.runtime.unpack.UnpackException.Damaged;
import dev.lading.runtime.unpack.UnpackException.TooMuch;
import dev.lading.runtime.unpack.UnpackException.Unwritable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Layers that want out of the root. Beside it lies what they aim at; whatever becomes of the image,
 * that is as it was, and the root can be deleted.
 */
class HostileLayersTest {
  @TempDir private Path outside;

  @ParameterizedTest
  @MethodSource({"paths", "symlinks", "hardLinks", "whiteouts", "replacements"})
  void layer_changesNothingOutside(Hostile image) throws IOException {
    image.check(outside);
  }

  @Test
  void linkWithThePathOfOutside_leadsToTheSamePathInside() throws IOException {
    Path root = Files.createDirectory(outside.resolve("root"));
    Path etc = Files.createDirectory(outside.resolve("etc"));
    Path passwd = Files.writeString(etc.resolve("passwd"), "secret");

    unpack(root, tar().symlink("a", etc.toString()).file("a/passwd", "x").closed());

    assertThat(passwd).hasContent("secret");
    assertThat(names(root)).contains("a -> " + etc, (etc + "/passwd").substring(1));
  }

  static Stream<Hostile> paths() {
    return Stream.of(
        unpacks("..", tar().file("../canary", "x"), "canary"),
        unpacks(".. at last", tar().directory("a/../..")),
        unpacks(".. in the middle", tar().file("a/../../../canary", "x"), "canary"),
        unpacks("an absolute path", tar().file("/etc/passwd", "x"), "etc/", "etc/passwd"),
        unpacks("many slashes", tar().file("///..//./etc//passwd", "x"), "etc/", "etc/passwd"),
        unpacks(
            "other case than a link",
            tar().symlink("A", "/etc").file("a/passwd", "x"),
            "A -> /etc",
            "a/",
            "a/passwd"),
        refused("the root is a file", BadEntry.class, tar().file("", "x")),
        refused("the root is a link", BadEntry.class, tar().symlink(".", "/etc")),
        refused("the root is a hard link", BadEntry.class, tar().hardLink("/", "etc")),
        refused("the root is a device", BadEntry.class, tar().characterDevice("./", 1, 3)),
        refused("a zero byte", Damaged.class, tar().pax("path", "a\0b").file("x", "")),
        refused(
            "a zero byte in a link", Damaged.class, tar().pax("linkpath", "a\0b").symlink("x", "")),
        refused("a name of 256 bytes", Unwritable.class, named("n".repeat(256))),
        refused("a path of 4096 bytes", TooMuch.class, named("n/".repeat(2047) + "nn")),
        refused("a path of 5000 bytes", TooMuch.class, named("d/".repeat(2500))),
        refused("a parent that is a file", BadEntry.class, tar().file("a", "").file("a/b", "")));
  }

  static Stream<Hostile> symlinks() {
    return Stream.of(
        unpacks(
            "an absolute link to what is outside",
            tar().symlink("a", "/etc").file("a/passwd", "x"),
            "a -> /etc",
            "etc/",
            "etc/passwd"),
        unpacks(
            "a relative link",
            tar().symlink("a", "../../../etc").file("a/passwd", "x"),
            "a -> ../../../etc",
            "etc/",
            "etc/passwd"),
        unpacks(
            "a link to a link",
            tar().symlink("a", "..").symlink("b", "a/../etc").file("b/passwd", "x"),
            "a -> ..",
            "b -> a/../etc",
            "etc/",
            "etc/passwd"),
        unpacks(
            "a link of the layer below",
            List.of(tar().symlink("a", "../etc"), tar().file("a/passwd", "x")),
            "a -> ../etc",
            "etc/",
            "etc/passwd"),
        unpacks(
            "a file over a link to a file", tar().symlink("a", "../canary").file("a", "x"), "a"),
        unpacks(
            "a directory over a link to a directory",
            tar().symlink("a", "../etc").directory("a").file("a/passwd", "x"),
            "a/",
            "a/passwd"),
        unpacks(
            "a directory that becomes a link",
            List.of(
                tar().directory("a").file("a/passwd", "x"),
                tar().symlink("a", "../etc").file("a/passwd", "y"),
                tar().directory("a").file("a/shadow", "z")),
            "a/",
            "a/shadow",
            "etc/",
            "etc/passwd"),
        unpacks(
            "a link to the link below /proc of the root's own handle",
            tar().symlink("a", "/proc/self/fd/3").file("a/x", ""),
            "a -> /proc/self/fd/3",
            "proc/",
            "proc/self/",
            "proc/self/fd/",
            "proc/self/fd/3/",
            "proc/self/fd/3/x"),
        refused(
            "links in a circle",
            BadEntry.class,
            tar().symlink("a", "b").symlink("b", "a").file("a/x", "")),
        refused("a link to itself", BadEntry.class, tar().symlink("a", "a").file("a/x", "")),
        refused("a link to nothing", Unwritable.class, tar().symlink("a", "")));
  }

  static Stream<Hostile> hardLinks() {
    return Stream.of(
        refused("a hard link to outside", BadEntry.class, tar().hardLink("a", "../canary")),
        refused(
            "a hard link to an absolute path", BadEntry.class, tar().hardLink("a", "/etc/passwd")),
        refused(
            "a hard link through a link",
            BadEntry.class,
            tar().symlink("a", "../etc").hardLink("b", "a/passwd")),
        unpacks(
            "a hard link to a link, and a file over it",
            tar().symlink("a", "../canary").hardLink("b", "a").file("b", "x"),
            "a -> ../canary",
            "b"),
        unpacks(
            "a hard link into a directory that is a link",
            tar().symlink("a", "../etc").file("f", "x").hardLink("a/passwd", "f"),
            "a -> ../etc",
            "etc/",
            "etc/passwd",
            "f"),
        refused("a hard link to the root", BadEntry.class, tar().hardLink("a", "..")),
        refused(
            "a hard link to a directory",
            Unwritable.class,
            tar().directory("d").hardLink("a", "d")),
        refused("a hard link to itself", BadEntry.class, tar().hardLink("a", "a")),
        unpacks("a hard link over itself", tar().file("a", "x").hardLink("a", "./a"), "a"));
  }

  static Stream<Hostile> whiteouts() {
    Tar below = tar().directory("d").file("d/f", "x").symlink("out", "../etc").file("g", "y");
    return Stream.of(
        refused("of ..", BadEntry.class, below, tar().file(".wh...", "")),
        refused("of .", BadEntry.class, below, tar().file(".wh..", "")),
        refused("of nothing", BadEntry.class, below, tar().file("d/.wh.", "")),
        unpacks(
            "through a link",
            List.of(below, tar().file("out/.wh.passwd", "")),
            "d/",
            "d/f",
            "g",
            "out -> ../etc"),
        unpacks("of a link", List.of(below, tar().file(".wh.out", "")), "d/", "d/f", "g"),
        unpacks(
            "opaque through a link",
            List.of(below, tar().file("out/.wh..wh..opq", "")),
            "d/",
            "d/f",
            "g",
            "out -> ../etc"),
        unpacks("opaque root", List.of(below, tar().file("../.wh..wh..opq", ""))),
        unpacks(
            "of what is outside",
            List.of(below, tar().file("../.wh.canary", "").file("../../etc/.wh.passwd", "")),
            "d/",
            "d/f",
            "g",
            "out -> ../etc"),
        unpacks(
            "of a directory that holds a link",
            List.of(tar().directory("d").symlink("d/out", "../../etc"), tar().file(".wh.d", ""))),
        unpacks(
            "that is a directory, a link, a device",
            List.of(
                below,
                tar()
                    .directory(".wh.d")
                    .symlink(".wh.out", "../etc")
                    .characterDevice(".wh.g", 1, 3))));
  }

  static Stream<Hostile> replacements() {
    return Stream.of(
        unpacks("a device over a file", List.of(tar().file("a", "x"), tar().pipe("a")), "a"),
        unpacks(
            "a file over a directory that holds a link",
            List.of(
                tar().directory("d").symlink("d/out", "../../etc").file("d/f", "x"),
                tar().file("d", "y")),
            "d"),
        unpacks("a file over a device, which is not opened", tar().pipe("p").file("p", "x"), "p"),
        unpacks(
            "a directory over a pipe", tar().pipe("p").file("q", "x").directory("p"), "p/", "q"),
        refused(
            "a hard link whose target it replaces",
            BadEntry.class,
            tar().directory("d").file("d/f", "x").hardLink("d", "d/f")));
  }

  private static Tar tar() {
    return new Tar();
  }

  private static Tar named(String path) {
    return tar().longName('L', path).file("x", "");
  }
}
