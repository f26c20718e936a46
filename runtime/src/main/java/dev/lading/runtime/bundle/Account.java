package dev.lading.runtime.bundle;

import java.util.List;

/**
 * Who a process runs as.
 *
 * @param additional other groups, without doubles; may be empty
 * @param home absolute
 */
public record Account(int uid, int gid, List<Integer> additional, String home) {
  public Account {
    additional = List.copyOf(additional);
  }

  public boolean isRoot() {
    return uid == 0;
  }
}
