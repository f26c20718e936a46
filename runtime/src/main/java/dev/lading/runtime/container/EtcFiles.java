package dev.lading.runtime.container;

import dev.lading.runtime.bundle.Network;
import dev.lading.runtime.bundle.Plan;
import dev.lading.runtime.bundle.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of /etc that are each container's own: its name, and what it knows of others. */
final class EtcFiles {
  private static final String HOSTS =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::\tip6-localnet
      ff00::\tip6-mcastprefix
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;

  private EtcFiles() {}

  /** Writes them, and tells where they belong. Where a volume lies there already, it stays. */
  static List<Volume> write(Path folder, Plan plan) throws IOException {
    Files.writeString(folder.resolve("hostname"), plan.hostname() + "\n");
    Files.writeString(folder.resolve("hosts"), hosts(plan));
    Path resolver = Path.of("/etc/resolv.conf");
    Files.write(
        folder.resolve("resolv.conf"),
        Files.isReadable(resolver) ? Files.readAllBytes(resolver) : new byte[0]);
    return java.util.stream.Stream.of("hostname", "hosts", "resolv.conf")
        .map(name -> new Volume(folder.resolve(name), "/etc/" + name, plan.readOnly()))
        .filter(file -> plan.volumes().stream().noneMatch(volume -> covers(volume, file)))
        .toList();
  }

  private static boolean covers(Volume volume, Volume file) {
    return volume.target().equals(file.target()) || volume.target().equals("/etc");
  }

  private static String hosts(Plan plan) throws IOException {
    Path ours = Path.of("/etc/hosts");
    return plan.network() == Network.HOST && Files.isReadable(ours)
        ? Files.readString(ours)
        : HOSTS;
  }
}
