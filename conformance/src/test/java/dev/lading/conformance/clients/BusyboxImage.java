package dev.lading.conformance.clients;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An image that can be made without a network: one static busybox. */
public final class BusyboxImage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> APPLETS = List.of("sh", "echo", "ls", "id", "cat");

  private BusyboxImage() {}

  /** The files of the image, in {@code directory}, which is made. */
  public static Path rootfs(Path directory) {
    try {
      Path bin = Files.createDirectories(directory.resolve("bin"));
      Path busybox = InstalledPrograms.find("busybox").orElseThrow();
      Files.copy(busybox, bin.resolve("busybox"));
      for (String applet : APPLETS) {
        Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of the image as {@code rootfs.tar} in {@code directory}. */
  public static Path tar(Path directory) {
    Path rootfs = rootfs(directory.resolve("rootfs"));
    Path tar = directory.resolve("rootfs.tar");
    ClientHome.in(directory).run("tar", "-C", rootfs.toString(), "-cf", tar.toString(), ".");
    return tar;
  }

  /**
   * An OCI layout in {@code directory}, which is made, with the image as {@code tag}.
   *
   * @param greeting told when it runs, so that no other image has the same digest
   */
  public static Path layout(ClientHome home, Path directory, String tag, String greeting) {
    String image = directory + ":" + tag;
    Path bundle = directory.resolveSibling(directory.getFileName() + "-bundle");
    home.run("umoci", "init", "--layout", directory.toString());
    home.run("umoci", "new", "--image", image);
    home.run("umoci", "unpack", "--rootless", "--image", image, bundle.toString());
    rootfs(bundle.resolve("rootfs"));
    home.run("umoci", "repack", "--image", image, bundle.toString());
    home.run(
        "umoci",
        "config",
        "--image",
        image,
        "--os=linux",
        "--architecture=amd64",
        "--config.cmd=/bin/echo",
        "--config.cmd=" + greeting);
    return directory;
  }

  /** The digest of the one manifest that a layout has under a tag. */
  public static String digest(Path layout) {
    try {
      return JSON.readTree(layout.resolve("index.json").toFile())
          .at("/manifests/0/digest")
          .asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
