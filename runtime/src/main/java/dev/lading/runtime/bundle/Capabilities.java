package dev.lading.runtime.bundle;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What root may do in a container.
 *
 * @see <a
 *     href="https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities">Docker,
 *     runtime privilege and Linux capabilities</a>
 */
public final class Capabilities {
  /** In the kernel's order: a name's place is its number. */
  private static final List<String> ALL =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_DAC_READ_SEARCH",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETPCAP",
          "CAP_LINUX_IMMUTABLE",
          "CAP_NET_BIND_SERVICE",
          "CAP_NET_BROADCAST",
          "CAP_NET_ADMIN",
          "CAP_NET_RAW",
          "CAP_IPC_LOCK",
          "CAP_IPC_OWNER",
          "CAP_SYS_MODULE",
          "CAP_SYS_RAWIO",
          "CAP_SYS_CHROOT",
          "CAP_SYS_PTRACE",
          "CAP_SYS_PACCT",
          "CAP_SYS_ADMIN",
          "CAP_SYS_BOOT",
          "CAP_SYS_NICE",
          "CAP_SYS_RESOURCE",
          "CAP_SYS_TIME",
          "CAP_SYS_TTY_CONFIG",
          "CAP_MKNOD",
          "CAP_LEASE",
          "CAP_AUDIT_WRITE",
          "CAP_AUDIT_CONTROL",
          "CAP_SETFCAP",
          "CAP_MAC_OVERRIDE",
          "CAP_MAC_ADMIN",
          "CAP_SYSLOG",
          "CAP_WAKE_ALARM",
          "CAP_BLOCK_SUSPEND",
          "CAP_AUDIT_READ",
          "CAP_PERFMON",
          "CAP_BPF",
          "CAP_CHECKPOINT_RESTORE");

  private static final Set<String> USUAL =
      Set.of(
          "CAP_AUDIT_WRITE",
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_MKNOD",
          "CAP_NET_BIND_SERVICE",
          "CAP_NET_RAW",
          "CAP_SETFCAP",
          "CAP_SETGID",
          "CAP_SETPCAP",
          "CAP_SETUID",
          "CAP_SYS_CHROOT");

  private Capabilities() {}

  /**
   * Docker's usual ones without those dropped and with those added; {@code ALL} to add is all that
   * we have ourselves, and to drop leaves what is added.
   *
   * @param add with or without {@code CAP_}, in any case
   * @param held a bit for each that can be given at all, as {@code CapBnd} of /proc has it
   */
  public static Set<String> granted(List<String> add, List<String> drop, long held) {
    Set<String> added = named("--cap-add", add);
    Set<String> dropped = named("--cap-drop", drop);
    Set<String> granted = new TreeSet<>();
    if (added.contains("ALL")) {
      ALL.stream().filter(name -> isHeld(name, held)).forEach(granted::add);
      granted.removeAll(dropped);
      return granted;
    }
    if (!dropped.contains("ALL")) {
      USUAL.stream().filter(name -> isHeld(name, held)).forEach(granted::add);
      granted.removeAll(dropped);
    }
    for (String name : added) {
      if (!isHeld(name, held)) {
        throw new InvalidOption(
            "--cap-add", name, "whoever runs this has it not, and cannot give it");
      }
      granted.add(name);
    }
    return granted;
  }

  /** A bit for each. */
  public static long everything() {
    return (1L << ALL.size()) - 1;
  }

  private static boolean isHeld(String name, long held) {
    return (held >> ALL.indexOf(name) & 1) == 1;
  }

  private static Set<String> named(String option, List<String> texts) {
    Set<String> names = new TreeSet<>();
    for (String text : texts) {
      String name = text.toUpperCase(Locale.ROOT);
      String full = name.equals("ALL") || name.startsWith("CAP_") ? name : "CAP_" + name;
      if (!full.equals("ALL") && !ALL.contains(full)) {
        throw new InvalidOption(option, text, "there is no such capability");
      }
      names.add(full);
    }
    return names;
  }
}
