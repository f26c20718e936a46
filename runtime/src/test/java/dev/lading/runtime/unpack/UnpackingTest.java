package dev.lading.runtime.unpack;

import static dev.lading.runtime.unpack.Unpacking.TAR;
import static dev.lading.runtime.unpack.Unpacking.bytes;
import static dev.lading.runtime.unpack.Unpacking.layer;
import static dev.lading.runtime.unpack.Unpacking.names;
import static dev.lading.runtime.unpack.Unpacking.unpack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.runtime.posix.TreeRemoval;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What layers make of each other, and the forms that tars have. */
class UnpackingTest {
  @TempDir private Path folder;
  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
  }

  @AfterEach
  void removeRoot() {
    TreeRemoval.delete(root);
  }

  @Test
  void everyType_isWhatTheTarSays() throws IOException {
    Unpacked unpacked =
        unpack(
            root,
            tar()
                .mode(0750)
                .directory("d")
                .mode(04755)
                .file("d/f", "x")
                .hardLink("d/h", "d/f")
                .symlink("d/s", "f")
                .mode(0600)
                .pipe("d/p")
                .mode(01777)
                .directory("tmp")
                .closed());

    assertThat(names(root)).containsExactly("d/", "d/f", "d/h", "d/p", "d/s -> f", "tmp/");
    assertThat(mode("d")).isEqualTo(040750);
    assertThat(mode("d/f")).isEqualTo(0104755);
    assertThat(mode("d/p")).isEqualTo(010600);
    assertThat(mode("tmp")).isEqualTo(041777);
    assertThat(mode("")).isEqualTo(040755);
    assertThat(attribute("d/h", "ino")).isEqualTo(attribute("d/f", "ino"));
    assertThat(unpacked).isEqualTo(new Unpacked(1, 6, 0, 0));
  }

  @Test
  void times_areExact_alsoOfDirectoriesThatAreFilledLater() throws IOException {
    unpack(
        root,
        tar()
            .modified(1_000)
            .directory("d")
            .pax("mtime", "-1.25")
            .file("d/old", "")
            .pax("mtime", "1700000000.123456789")
            .file("d/new", "")
            .pax("mtime", "4102444800.9999999999")
            .symlink("d/s", "new")
            .closed(),
        tar().modified(2_000).file("d/later", "").closed());

    assertThat(modified("d")).isEqualTo(Instant.ofEpochSecond(1_000));
    assertThat(modified("d/old")).isEqualTo(Instant.ofEpochSecond(-2, 750_000_000));
    assertThat(modified("d/new")).isEqualTo(Instant.ofEpochSecond(1_700_000_000, 123_456_789));
    assertThat(modified("d/s")).isEqualTo(Instant.ofEpochSecond(4_102_444_800L, 999_999_999));
    assertThat(modified("d/later")).isEqualTo(Instant.ofEpochSecond(2_000));
  }

  @Test
  void whiteout_hidesLowerLayersOnly() throws IOException {
    unpack(
        root,
        tar().directory("d").file("d/a", "1").file("d/b", "1").file("e", "1").closed(),
        tar().file("d/a", "2").file("d/.wh.a", "").file("d/.wh.b", "").file(".wh.e", "").closed());

    assertThat(names(root)).containsExactly("d/", "d/a");
    assertThat(root.resolve("d/a")).hasContent("2");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void opaqueMarker_hidesLowerLayersOnly_whereverItStands(boolean first) throws IOException {
    Tar below =
        tar()
            .directory("d")
            .file("d/a", "1")
            .directory("d/x")
            .file("d/x/a", "1")
            .directory("d/y")
            .file("d/y/a", "1")
            .directory("d/z")
            .file("d/z/a", "1");
    Tar above = tar();
    if (first) {
      above.file("d/.wh..wh..opq", "");
    }
    above.file("d/b", "2").directory("d/x").file("d/y/b", "2");
    if (!first) {
      above.file("d/.wh..wh..opq", "");
    }

    unpack(root, below.closed(), above.closed());

    assertThat(names(root)).containsExactly("d/", "d/b", "d/x/", "d/y/", "d/y/b");
  }

  @Test
  void whiteoutsOfTheLowestLayer_hideNothing() throws IOException {
    unpack(
        root,
        tar()
            .file("a", "")
            .file(".wh.a", "")
            .file(".wh..wh..opq", "")
            .file("none/.wh.x", "")
            .file("a/.wh.x", "")
            .closed());

    assertThat(names(root)).containsExactly("a");
  }

  @Test
  void metadataOfAufs_isLeftOut() throws IOException {
    unpack(root, tar().directory(".wh..wh.plnk").file(".wh..wh.aufs", "").file("a", "").closed());

    assertThat(names(root)).containsExactly("a");
  }

  @Test
  void fileOverAFileWithMoreNames_leavesTheOthers() throws IOException {
    unpack(
        root,
        tar().file("a", "1").hardLink("b", "a").closed(),
        tar().file("a", "2").hardLink("c", "b").closed());

    assertThat(root.resolve("a")).hasContent("2");
    assertThat(root.resolve("b")).hasContent("1");
    assertThat(attribute("b", "ino")).isEqualTo(attribute("c", "ino"));
  }

  @Test
  void directoryOverADirectory_keepsItsContents_andHasTheNewMode() throws IOException {
    unpack(
        root,
        tar().mode(0755).pax(user("old", "1")).directory("d").file("d/a", "").closed(),
        tar().mode(0700).modified(5).pax(user("new", "2")).directory("d/").closed());

    assertThat(names(root)).containsExactly("d/", "d/a");
    assertThat(mode("d")).isEqualTo(040700);
    assertThat(modified("d")).isEqualTo(Instant.ofEpochSecond(5));
    assertThat(view("d").list()).containsExactly("new");
  }

  @Test
  void directoryThatComesAgain_hasNothingOfTheOldOne() throws IOException {
    unpack(
        root,
        tar().mode(01777).modified(5).directory("d").closed(),
        tar().file(".wh.d", "").file("d/e/f", "").closed());

    assertThat(names(root)).containsExactly("d/", "d/e/", "d/e/f");
    assertThat(mode("d")).isEqualTo(040755);
    assertThat(mode("d/e")).isEqualTo(040755);
  }

  @Test
  void linkToADirectoryThatIsNotThere_isWhereFilesGo() throws IOException {
    unpack(
        root,
        tar()
            .symlink("lib", "usr/lib")
            .file("lib/x/y", "")
            .symlink("opt", "/../var/./opt/")
            .file("opt/z", "")
            .closed());

    assertThat(names(root))
        .containsExactly(
            "lib -> usr/lib",
            "opt -> /../var/./opt/",
            "usr/",
            "usr/lib/",
            "usr/lib/x/",
            "usr/lib/x/y",
            "var/",
            "var/opt/",
            "var/opt/z");
  }

  @Test
  void entryOfTheRoot_isItsModeAndTime() throws IOException {
    unpack(root, tar().mode(0711).modified(7).directory("./").file("./a", "").closed());

    assertThat(mode("")).isEqualTo(040711);
    assertThat(modified("")).isEqualTo(Instant.ofEpochSecond(7));
  }

  @Test
  void attributes_areBytes() throws IOException {
    byte[] value = {(byte) 0xff, 0, '\n', '='};

    unpack(
        root,
        tar()
            .pax(Map.of("SCHILY.xattr.user.a", value, "SCHILY.xattr.user.empty", new byte[0]))
            .mode(0444)
            .file("a", "x")
            .closed());

    ByteBuffer read = ByteBuffer.allocate(10);
    int length = view("a").read("a", read);
    assertThat(java.util.Arrays.copyOf(read.array(), length)).isEqualTo(value);
    assertThat(view("a").list()).containsExactlyInAnyOrder("a", "empty");
  }

  @Test
  void namesThatAreNotUtf8_stayAsTheyAre() throws IOException {
    byte[] name = {'c', 'a', 'f', (byte) 0xe9};

    unpack(
        root,
        tar()
            .header('0', "caf?", "", 0, block -> block[3] = (byte) 0xe9)
            .pax(Map.of("path", "über/日本".getBytes(StandardCharsets.UTF_8)))
            .file("x", "")
            .pax(Map.of("linkpath", name))
            .symlink("s", "")
            .pax(Map.of("linkpath", name))
            .hardLink("h", "")
            .closed());

    assertThat(attribute("h", "nlink")).isEqualTo(2);
    assertThat(root.resolve("über/日本")).exists();
  }

  @Test
  void longNames_inAllForms() throws IOException {
    String name = "n".repeat(200);

    unpack(
        root,
        tar()
            .header('0', "ustar", "", 0, block -> Tar.put(block, 345, 155, "p".repeat(155)))
            .longName('L', "gnu/" + name)
            .file("x", "")
            .longName('K', "gnu/" + name)
            .symlink("s", "x")
            .pax("path", "pax/" + name)
            .file("x", "")
            .closed());

    assertThat(root.resolve("p".repeat(155) + "/ustar")).exists();
    assertThat(root.resolve("gnu/" + name)).exists();
    assertThat(root.resolve("pax/" + name)).exists();
    assertThat(root.resolve("s")).isSymbolicLink().exists();
  }

  @Test
  void oldHeaders_areRead() throws IOException {
    unpack(
        root,
        tar()
            .header('\0', "v7", "", 0, block -> Tar.put(block, 257, 8, "\0\0\0\0\0\0\0\0"))
            .header('\0', "old/", "", 0, block -> Tar.put(block, 257, 8, "\0\0\0\0\0\0\0\0"))
            .header('7', "contiguous", "", 0, _ -> {})
            .pax('g', Tar.record("path", "global".getBytes(StandardCharsets.US_ASCII)))
            .pax(Map.of("path", new byte[0]))
            .file("plain", "")
            .header(
                '0',
                "base256",
                "",
                0,
                block -> {
                  block[136] = (byte) 0xff;
                  java.util.Arrays.fill(block, 137, 148, (byte) 0xff);
                })
            .closed());

    assertThat(names(root)).containsExactly("base256", "contiguous", "old/", "plain", "v7");
    assertThat(modified("base256")).isEqualTo(Instant.ofEpochSecond(-1));
  }

  @Test
  void sparseFiles_haveHoles() throws IOException {
    Map<String, byte[]> records = new LinkedHashMap<>();
    records.put("GNU.sparse.major", "1".getBytes(StandardCharsets.US_ASCII));
    records.put("GNU.sparse.minor", "0".getBytes(StandardCharsets.US_ASCII));
    records.put("GNU.sparse.name", "one".getBytes(StandardCharsets.US_ASCII));
    records.put("GNU.sparse.realsize", "20000000".getBytes(StandardCharsets.US_ASCII));
    byte[] content = new byte[512 + 3];
    System.arraycopy("1\n10000000\n3\n".getBytes(StandardCharsets.US_ASCII), 0, content, 0, 13);
    System.arraycopy("abc".getBytes(StandardCharsets.US_ASCII), 0, content, 512, 3);

    unpack(root, tar().pax(records).entry('0', "x", "", content.length).content(content).closed());

    byte[] read = Files.readAllBytes(root.resolve("one"));
    assertThat(read).hasSize(20_000_000);
    assertThat(new String(read, 10_000_000, 3, StandardCharsets.US_ASCII)).isEqualTo("abc");
    assertThat(read[9_999_999]).isZero();
    assertThat(read[10_000_003]).isZero();
  }

  @Test
  void anybodyButTheSuperuser_ownsAllAndHasNoDevices() throws IOException {
    byte[] tar =
        tar()
            .owner(12345, 54321)
            .file("a", "")
            .pax("uid", "4294967295")
            .file("b", "")
            .characterDevice("null", 1, 3)
            .pax(Map.of("SCHILY.xattr.security.capability", new byte[20]))
            .mode(0)
            .directory("d")
            .file("d/f", "")
            .closed();

    try (RootFilesystem filesystem = RootFilesystem.create(root, Limits.usual(), _ -> false)) {
      filesystem.apply(layer(TAR, tar, tar), bytes(tar));
      assertThat(filesystem.finish()).isEqualTo(new Unpacked(0, 5, 1, 1));
    }

    assertThat(attribute("a", "uid")).isEqualTo(attribute("", "uid"));
    assertThat(mode("d")).isEqualTo(040000);
    assertThat(root.resolve("null")).doesNotExist();
  }

  private static Tar tar() {
    return new Tar();
  }

  private static Map<String, byte[]> user(String name, String value) {
    return Map.of("SCHILY.xattr.user." + name, value.getBytes(StandardCharsets.UTF_8));
  }

  private int mode(String name) throws IOException {
    return (int) attribute(name, "mode");
  }

  private Instant modified(String name) throws IOException {
    return ((FileTime) attribute(name, "lastModifiedTime")).toInstant();
  }

  private Object attribute(String name, String attribute) throws IOException {
    return Files.getAttribute(root.resolve(name), "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
  }

  private UserDefinedFileAttributeView view(String name) {
    return Files.getFileAttributeView(root.resolve(name), UserDefinedFileAttributeView.class);
  }
}
