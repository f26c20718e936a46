package dev.lading.runtime.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/** The mounts of a {@code config.json}, in the order in which they are to be made. */
final class SpecMounts {
  private final ArrayNode mounts = JsonNodeFactory.instance.arrayNode();

  private SpecMounts() {}

  static ArrayNode of(Plan plan, RuntimeSpec.Place place) {
    SpecMounts spec = new SpecMounts();
    spec.usual(plan, place);
    spec.asked(plan);
    return spec.mounts;
  }

  private void usual(Plan plan, RuntimeSpec.Place place) {
    add("/proc", "proc", "proc", "nosuid", "noexec", "nodev");
    add("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k");
    devpts(place);
    if (place.inUserNamespace() && plan.network() == Network.HOST) {
      // A sysfs belongs to a network namespace, and this one is not of our user namespace.
      add("/sys", "none", "/sys", "rbind", "nosuid", "noexec", "nodev", "ro");
    } else {
      add("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro");
      if (place.hasCgroups()) {
        add("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro");
      }
    }
    add("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev");
    add("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=67108864");
  }

  /** Group 5 is the terminals' everywhere; a user namespace of one user does not know it. */
  private void devpts(RuntimeSpec.Place place) {
    if (place.inUserNamespace()) {
      add(
          "/dev/pts",
          "devpts",
          "devpts",
          "nosuid",
          "noexec",
          "newinstance",
          "ptmxmode=0666",
          "mode=0620");
    } else {
      add(
          "/dev/pts",
          "devpts",
          "devpts",
          "nosuid",
          "noexec",
          "newinstance",
          "ptmxmode=0666",
          "mode=0620",
          "gid=5");
    }
  }

  /** A target below another one comes behind it. */
  private void asked(Plan plan) {
    record Mount(String target, Runnable add) {
      long depth() {
        return target.chars().filter(c -> c == '/').count();
      }
    }
    List<Mount> asked = new java.util.ArrayList<>();
    plan.tmpfs()
        .forEach(
            tmpfs ->
                asked.add(
                    new Mount(
                        tmpfs.target(),
                        () ->
                            add(
                                tmpfs.target(),
                                "tmpfs",
                                "tmpfs",
                                tmpfs.options().toArray(String[]::new)))));
    plan.volumes().forEach(volume -> asked.add(new Mount(volume.target(), () -> add(volume))));
    asked.stream()
        .sorted((one, other) -> Long.compare(one.depth(), other.depth()))
        .forEach(mount -> mount.add.run());
  }

  private void add(Volume volume) {
    add(
        volume.target(),
        "bind",
        volume.source().toString(),
        "rbind",
        "rprivate",
        volume.readOnly() ? "ro" : "rw");
  }

  private void add(String destination, String type, String source, String... options) {
    ObjectNode mount = mounts.addObject();
    mount.put("destination", destination).put("type", type).put("source", source);
    mount.set("options", RuntimeSpec.texts(Arrays.asList(options)));
  }
}
